import assert from "node:assert/strict";
import { once } from "node:events";
import { createRequire } from "node:module";
import { delimiter, dirname } from "node:path";
import { describe, test } from "node:test";
import { outside } from "../conformance/support/clients.mts";
import { isolated } from "../conformance/support/target.mts";
import { stageArn, startEmulatorFor } from "../support/emulators.mts";
import { bounded } from "../support/processes.mts";
import { post } from "../support/signed.mts";
import { commandLine, commandLineUnread } from "./support/commandLine.mts";

const manifest = createRequire(import.meta.url)("ivs-realtime-emulator/package.json");
const other = "arn:aws:ivs:eu-west-1:123456789012:stage/other";

async function running(...args: string[]) {
  const command = commandLine("--port", "0", ...args);
  const url = (await command.firstLine()).replace("IVS Real-Time emulator listening on ", "");
  return { ...command, url };
}

describe("the emulator command", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    test(`serves, logs each request and stops on ${signal} with status 0`, async () => {
      const { url, child, ended } = await running();
      const { status, body } = await post(url, "CreateParticipantToken", { stageArn });
      assert.equal(status, 200);
      child.kill(signal);
      const end = await ended();
      assert.deepEqual([end.status, end.signal, end.err], [0, null, ""]);
      assert.match(end.out, /^CreateParticipantToken 200 \d+ ms$/m);
      assert.ok(
        end.out.includes(stageArn) && end.out.includes(`export AWS_ENDPOINT_URL_IVS_REALTIME=${url}`),
      );
      assert.equal(end.out.includes((body.participantToken as { token: string }).token), false);
    });
  }

  test("starts with the stages it is given", async () => {
    const { url, child, ended } = await running("--stage", stageArn, "--stage", other);
    assert.equal((await post(url, "GetStage", { arn: stageArn })).status, 200);
    assert.equal((await post(url, "GetStage", { arn: other }, { region: "eu-west-1" })).status, 200);
    child.kill("SIGTERM");
    assert.ok((await ended()).out.includes(other));
  });

  test("goes on when nobody reads its output any more, and still stops with status 0", async () => {
    const { url, child } = await running();
    child.stdout.destroy();
    child.stderr.destroy();
    for (let count = 0; count < 3; count += 1) assert.equal((await post(url, "ListStages", {})).status, 200);
    child.kill("SIGTERM");
    assert.deepEqual(await once(child, "exit"), [0, null]);
  });

  test("stops on SIGTERM with status 0 though nobody reads its output, which is full", async () => {
    const { child } = commandLineUnread(
      "--port",
      "0",
      ...Array.from({ length: 6_000 }, () => ["--stage", other]).flat(),
    );
    await once(child.stdout, "readable");
    child.kill("SIGTERM");
    assert.deepEqual(await once(child, "exit", { signal: AbortSignal.timeout(10_000) }), [0, null]);
    child.stdout.destroy();
  });

  test("says what to do about a port in use", async (t) => {
    const { url } = await startEmulatorFor(t);
    const { port } = new URL(url);
    const { status, out, err } = await commandLine("--port", port).ended();
    assert.deepEqual([status, out], [1, ""]);
    assert.equal(
      err,
      `error: port ${port} of 127.0.0.1 is in use. Stop what listens there, or take another port with --port (0 for a free one).`,
    );
  });

  const wrong: [what: string, args: string[], text: RegExp][] = [
    [
      "a port that is no number",
      ["--port", "http"],
      /'--port <number>': 'http' is not a number from 0 to 65535/,
    ],
    ["an empty port", ["--port", ""], /'--port <number>': '' is not a number/],
    [
      "an empty host",
      ["--host", ""],
      /'--host <address>': it is empty\. Leave it out to listen at 127\.0\.0\.1/,
    ],
    ["a port that is too high", ["--port", "65536"], /'65536' is not a number/],
    [
      "a stage that is none",
      ["--stage", "abcd"],
      /"abcd" is not the ARN of a stage: it has to match arn:aws:ivs:/,
    ],
    ["an unknown option", ["--prot", "1"], /unknown option '--prot'/],
    ["an argument", ["emulate"], /too many arguments/],
  ];
  for (const [what, args, text] of wrong) {
    test(`refuses ${what} with status 2`, async () => {
      const { status, out, err } = await commandLine(...args).ended();
      assert.deepEqual([status, out], [2, ""]);
      assert.match(err, text);
    });
  }

  test("says that an address isn't this machine's", async () => {
    const { status, err } = await commandLine("--port", "0", "--host", "192.0.2.1").ended();
    assert.equal(status, 1);
    assert.match(err, /^error: 192\.0\.2\.1 is not an address of this machine/);
  });

  test("prints help and version with status 0", async () => {
    const help = await commandLine("--help").ended();
    assert.deepEqual([help.status, help.err], [0, ""]);
    assert.match(help.out, /--stage <arn\.\.\.>/);
    assert.deepEqual(await commandLine("--version").ended(), {
      status: 0,
      signal: null,
      out: manifest.version,
      err: "",
    });
  });
});

/** The lines below a heading of the banner, without their indentation. */
function linesBelow(heading: string, printed: string): string {
  const [, lines = ""] = printed.split(`\n${heading}:\n`);
  return (lines.split("\n\n")[0] ?? "").replaceAll(/^ {2}/gm, "");
}

async function banner(...flags: string[]) {
  const command = commandLine("--port", "0", "--stage", other, ...flags);
  await command.firstLine();
  return {
    below: (heading: string) => linesBelow(heading, command.out.join("\n")),
    stop: () => {
      command.child.kill("SIGTERM");
      return command.ended();
    },
  };
}

test("the banner names the setting of the stage that the examples ask for", async () => {
  const { below, stop } = await banner();
  assert.equal((await stop()).status, 0);
  assert.match(below("Pulumi"), new RegExp(`^pulumi config set stageArn ${other}$`, "m"));
});

outside("what the emulator's command prints for the AWS CLI", {}, () => {
  const python = dirname(String(process.env.CONFORMANCE_PYTHON));
  const env = { ...isolated(), PATH: [python, process.env.PATH].join(delimiter) };

  for (const flags of [[], ["--tls"]]) {
    test(`runs unchanged ${flags.join()}`, async () => {
      const { below, stop } = await banner(...flags);
      const { status, stdout, stderr } = await bounded("sh", ["-ec", below("AWS CLI")], { env });
      assert.equal(status, 0, stderr);
      assert.ok(JSON.parse(stdout).participantToken.token);
      await stop();
    });
  }

  test("holds for every later command of that shell", async () => {
    const { below, stop } = await banner();
    const commands = `${below("AWS CLI")} >/dev/null\naws ivs-realtime list-stages --query 'stages[].arn' --output text`;
    const { status, stdout, stderr } = await bounded("sh", ["-ec", commands], { env });
    assert.equal(status, 0, stderr);
    assert.equal(stdout.trim(), other);
    await stop();
  });
});
