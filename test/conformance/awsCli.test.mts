import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Emulator, startEmulator } from "ivs-realtime-emulator";
import { operations } from "../../emulator/dist/operations/index.js";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { assertAnswer, madeArn } from "./support/answers.mts";
import { cases, filled, skipped, todo } from "./support/cases.mts";
import { outside, runAws, runPython } from "./support/clients.mts";
import { isolated, type Target, target } from "./support/target.mts";

const commands = cases.filter(({ cli }) => cli !== undefined);
const words = (operation: string) => operation.replace(/(?<=.)[A-Z]/g, "-$&").toLowerCase();

test("every operation is in the table for the AWS CLI, once good and once bad", () => {
  const had = commands.map(({ operation, error }) => `${operation} ${error === undefined}`).sort();
  const wanted = Object.keys(operations).flatMap((name) => [`${name} false`, `${name} true`]);
  assert.deepEqual(had, wanted.sort());
});

outside("the AWS CLI", { concurrency: true }, () => {
  let service: Target;
  let stageArn: string;

  before(async () => {
    service = await target();
    stageArn = await service.stage();
    // A second one, so that there is a second page of stages.
    await service.stage();
  });

  after(() => service.close());

  for (const one of commands) {
    test(`${words(one.operation)} ${one.name}`, { todo: todo(one), skip: skipped(one) }, async () => {
      const endpoint = service.endpoint === null ? [] : ["--endpoint-url", service.endpoint];
      const flags = await filled(one.cli ?? [], service, stageArn);
      const args = [
        "ivs-realtime",
        words(one.operation),
        ...flags,
        ...endpoint,
        "--region",
        service.region,
        "--output",
        "json",
      ];
      const { status, stdout, stderr } = await runAws({ args, env: service.env });
      if (one.error !== undefined) {
        assert.notEqual(status, 0);
        assert.match(
          stderr,
          new RegExp(`An error occurred \\(${one.error}\\) when calling the ${one.operation} operation`),
        );
        return;
      }
      assert.equal(status, 0, stderr);
      const body = JSON.parse(stdout || "{}");
      if (one.creates) service.deleteLater(String(madeArn(body)));
      assertAnswer(body, one);
    });
  }
});

outside("the emulator's TLS", { concurrency: true }, () => {
  let emulator: Emulator;
  const bundle = join(temporaryFolder(), "certificate.pem");

  before(async () => {
    emulator = await startEmulator({ tls: true });
    writeFileSync(bundle, String(emulator.certificate));
  });

  after(() => emulator.close());

  const listStages = (url: string, flags: readonly string[], env: NodeJS.ProcessEnv) =>
    runAws({
      args: ["ivs-realtime", "list-stages", "--endpoint-url", url, "--output", "json", ...flags],
      env: { ...isolated(), ...env },
    });

  test("is trusted by the AWS CLI with AWS_CA_BUNDLE, at its address and at localhost", async () => {
    for (const url of [emulator.url, emulator.url.replace("127.0.0.1", "localhost")]) {
      const { status, stdout, stderr } = await listStages(url, [], { AWS_CA_BUNDLE: bundle });
      assert.equal(status, 0, stderr);
      assert.equal(JSON.parse(stdout).stages.length, 1);
    }
  });

  test("is trusted by the AWS CLI with --ca-bundle, and asked nothing with --no-verify-ssl", async () => {
    for (const flags of [["--ca-bundle", bundle], ["--no-verify-ssl"]]) {
      const { status, stderr } = await listStages(emulator.url, flags, {});
      assert.equal(status, 0, stderr);
    }
  });

  test("is refused by the AWS CLI without settings", async () => {
    const { status, stderr } = await listStages(emulator.url, [], {});
    assert.notEqual(status, 0);
    assert.match(stderr, /SSL validation failed .*self-signed certificate/);
  });

  test("is trusted by botocore with AWS_CA_BUNDLE", async () => {
    const requests = [{ operation: "ListStages", input: {} }];
    const input = JSON.stringify({ endpoint: emulator.url, region: "us-west-2", requests });
    const env = { ...isolated(), AWS_CA_BUNDLE: bundle };
    const { status, stdout, stderr } = await runPython("client.py", { args: [], input, env });
    assert.equal(status, 0, stderr);
    assert.equal(JSON.parse(stdout)[0].status, 200);
  });
});
