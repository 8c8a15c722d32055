import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Emulator, startEmulator } from "ivs-realtime-emulator";
import { checkInputs } from "../../dist/provider/verbs/check.js";
import { stageArn } from "../support/emulators.mts";
import { bounded } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { outside, runAws } from "./support/clients.mts";
import { isolated } from "./support/target.mts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const document = join(temporaryFolder(), "input.json");
const aws = (...flags: string[]) =>
  runAws({ args: ["ivs-realtime", "create-participant-token", ...flags], env: isolated() });

outside("the AWS CLI's skeleton and input document", { concurrency: true }, () => {
  let emulator: Emulator;
  let skeleton: string;

  before(async () => {
    emulator = await startEmulator({ stages: [stageArn] });
    skeleton = (await bounded(process.execPath, [main, "skeleton"], { env: isolated() })).stdout;
  });

  after(() => emulator.close());

  test("--generate-cli-skeleton, with input or nothing, prints byte for byte what pulumi-ivs-realtime skeleton prints", async () => {
    for (const value of [["input"], []]) {
      const { status, stdout, stderr } = await aws("--generate-cli-skeleton", ...value);
      assert.equal(status, 0, stderr);
      // Of an enum's values the CLI takes any, anew each time (botocore, utils.py: ArgumentGenerator).
      assert.equal(skeleton, stdout.replace('"SUBSCRIBE"', '"PUBLISH"'));
    }
  });

  test("--generate-cli-skeleton output fails in the AWS CLI itself", async () => {
    const inputs = ["--stage-arn", stageArn, "--user-id", "bob"];
    const { status, stdout, stderr } = await aws(...inputs, "--generate-cli-skeleton", "output");
    assert.deepEqual([status, stdout], [255, ""]);
    assert.match(
      stderr,
      /^\s*Parameter validation failed:\nInvalid value for parameter participantToken\.duration, value: 0, valid min value: 1\s*$/,
    );
  });

  test("the AWS CLI refuses the same of a skeleton that nobody filled in", async () => {
    const { status, stderr } = await aws("--cli-input-json", skeleton, "--endpoint-url", emulator.url);
    assert.equal(status, 255);
    const refused = [...stderr.matchAll(/ for parameter (\w+),/g)].map(([, name]) => name);
    const ours = checkInputs(JSON.parse(skeleton)).failures.map(({ property }) => property);
    assert.deepEqual(refused.sort(), ours.sort());
  });

  test("options win over the document, as later values win in a program", async () => {
    const given = { stageArn, userId: "alice", attributes: { role: "host" }, capabilities: ["SUBSCRIBE"] };
    writeFileSync(document, JSON.stringify(given));
    const flags = ["--cli-input-json", `file://${document}`, "--user-id", "bob"];
    const { status, stderr } = await aws(...flags, "--endpoint-url", emulator.url);
    assert.equal(status, 0, stderr);
    assert.deepEqual(emulator.requests.at(-1)?.input, { ...given, userId: "bob" });
  });
});
