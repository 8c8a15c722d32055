import assert from "node:assert/strict";
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { stageArn } from "../support/wellKnown.mts";
import { copyOfRepository, type NpmRun, npmRun } from "../tools/support/copyOfRepository.mts";

// One story in one copy of the repository: each test goes on where the one before left it.
const copy = copyOfRepository();
const locks = join(copy, ".state/backend/.pulumi/locks/organization/ivs-realtime-quickstart/local");

async function succeeds(run: NpmRun): Promise<string> {
  assert.equal((await run.ended()).status, 0, run.printed());
  assert.doesNotMatch(run.printed(), /eyJ/, "no token in what it prints");
  assert.deepEqual(run.left(), []);
  return run.printed();
}

function pulumi(env: NodeJS.ProcessEnv, ...args: string[]): NpmRun {
  return npmRun(copy, ["run", "pulumi", "--", ...args], env);
}

function assertInOrder(output: string, parts: RegExp[]) {
  let rest = output;
  for (const part of parts) {
    const found = part.exec(rest);
    assert.ok(found, `${part} is missing, or out of order, in:\n${output}`);
    rest = rest.slice(found.index + found[0].length);
  }
}

test("stopped at work by SIGINT, it leaves no process and no lock", async () => {
  const run = npmRun(copy, ["start"]);
  await run.line(/CreateParticipantToken 200/);
  run.signal("SIGINT");
  assert.equal((await run.ended()).status, 130, run.printed());
  assert.match(run.printed(), /Stopping \(SIGINT\)/);
  assert.deepEqual(run.left(), [], run.printed());
});

test("mints, leaves alone, rotates; a second one at the same moment is asked to wait", async () => {
  const run = npmRun(copy, ["start"]);
  await run.line(/on a local IVS Real-Time at/);
  const second = npmRun(copy, ["start"]);
  assert.equal((await second.ended()).status, 1);
  assert.match(second.printed(), /Another npm start is at work in this folder \(process \d+\)/);
  assertInOrder(await succeeds(run), [
    /2\. pulumi up again/,
    /3 unchanged/,
    /4\. pulumi preview/,
    /ParticipantToken "host" .* is due for rotation/,
    /1 to replace/,
    /5\. pulumi up/,
    /host created replacement/,
    /encoder updated/,
    /host deleted original/,
    /What exists now/,
    /^host +encoder-1 +us-west-2\/abcdABCDefgh .* fresh$/m,
    /stack init aws.*config set-all.*npm run pulumi -- up/s,
  ]);
});

const file = join(copy, ".state", "local-encoder.env");

function assertEnvironmentFile() {
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.match(readFileSync(file, "utf8"), /^# [0-9a-f-]{36}\nIVS_TOKEN=eyJ\S+\n$/);
}

test("the environment file is its owner's alone and holds the token", assertEnvironmentFile);

test("runs again on what an earlier run left, the lock of a killed Pulumi included", async () => {
  const dead = npmRun(copy, ["--version"]);
  await dead.ended();
  mkdirSync(locks, { recursive: true });
  const lock = {
    pid: dead.pid,
    username: "x",
    hostname: hostname(),
    timestamp: new Date().toISOString(),
  };
  writeFileSync(join(locks, "0b9fd8f7-6a5d-4f0a-9a3c-111111111111.json"), JSON.stringify(lock));
  writeFileSync(join(copy, ".state", "starts", String(dead.pid)), "");
  assertInOrder(await succeeds(npmRun(copy, ["start"])), [
    /Taking away the lock of a run that was killed/,
    /an earlier run left this stack/,
    /host created replacement/,
    /What exists now/,
  ]);
});

test("npm run pulumi starts the emulator where the stack needs it", async () => {
  const output = await succeeds(pulumi({}, "refresh", "--yes", "--non-interactive"));
  assert.match(output, /emulator: GetStage 200/);
});

test("the environment file outlives its own replacement, and what others opened before doesn't get the token", async () => {
  const opened = openSync(`${file}.new`, "w+", 0o644);
  const urn = "urn:pulumi:local::ivs-realtime-quickstart::pulumi-nodejs:dynamic:Resource::encoder";
  const flags = ["--yes", "--skip-preview", "--non-interactive", "--replace", urn];
  assert.match(await succeeds(pulumi({}, "up", ...flags)), /encoder deleted original/);
  assert.equal(readFileSync(opened).length, 0);
  closeSync(opened);
  assertEnvironmentFile();
});

const passphrase = { PULUMI_CONFIG_PASSPHRASE: "mine" };

test("a stack on AWS wants a passphrase of the reader's own, then three commands", async () => {
  const refused = pulumi({ PULUMI_CONFIG_PASSPHRASE: undefined }, "stack", "init", "aws");
  assert.equal((await refused.ended()).status, 1);
  assert.match(refused.printed(), /export PULUMI_CONFIG_PASSPHRASE='a passphrase of your own'/);

  await succeeds(pulumi(passphrase, "stack", "init", "aws"));
  const settings = ["--plaintext", `stageArn=${stageArn}`, "--plaintext", "aws:profile=nobody"];
  await succeeds(pulumi(passphrase, "config", "set-all", ...settings));
  assert.match(await succeeds(pulumi(passphrase, "preview", "--non-interactive")), /3 to create/);
});

test("a token of the emulator that is left when the endpoint is AWS gets a warning", async () => {
  const endpoint =
    /http:\S+/.exec(readFileSync(join(copy, ".state", "Pulumi.local.yaml"), "utf8"))?.[0] ?? "";
  await succeeds(pulumi(passphrase, "config", "set", "ivs-realtime:endpoint", endpoint));
  await succeeds(pulumi(passphrase, "config", "rm", "aws:profile"));
  const up = await succeeds(pulumi(passphrase, "up", "--yes", "--skip-preview", "--non-interactive"));
  assert.doesNotMatch(up, /minted by the emulator/);
  await succeeds(pulumi(passphrase, "config", "rm", "ivs-realtime:endpoint"));
  const preview = await succeeds(pulumi(passphrase, "preview", "--non-interactive"));
  assert.match(
    preview,
    /warning: a token in stack aws was minted by the emulator.*--replace 'urn:\S+::host'/s,
  );
});
