import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { tokenType as builtType } from "../../dist/provider/token/state.js";
import { clearDeadLock } from "../../tools/stack/clearDeadLock.mjs";
import { emulatorTokens } from "../../tools/stack/emulatorTokens.mjs";
import { stackEnvironment } from "../../tools/stack/environment.mjs";
import { tokenType } from "../../tools/stack/pulumiState.mjs";
import { commandOf, isLoopback, targetOf } from "../../tools/stack/target.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { stageArn } from "../support/wellKnown.mts";
import { fakeCommand } from "./support/copyOfRepository.mts";

const stage = { "ivs-realtime-quickstart:stageArn": { value: "arn:aws:ivs:us-east-1:111122223333:stage/x" } };
const local = { "ivs-realtime:endpoint": { value: "http://127.0.0.1:4599" } };

test("a stack is on AWS by its config alone: a stage, and no endpoint of this machine", () => {
  assert.equal(targetOf("aws", true, stage, {}).isAws, true);
  assert.equal(targetOf("local", true, stage, {}).isAws, true);
  assert.equal(targetOf("local", true, { ...stage, ...local }, {}).isAws, false);
  const environment = { AWS_ENDPOINT_URL: "http://localhost:1" };
  assert.equal(targetOf("local", true, stage, environment).endpoint, "http://localhost:1");
  // A stack of the reader's own isn't played with for what the environment says.
  assert.equal(targetOf("dev", true, stage, environment).isAws, true);
  const ignored = { AWS_ENDPOINT_URL: "http://localhost:1", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
  assert.equal(targetOf("dev", true, stage, ignored).isAws, true);
  // Only the stack's own address is one where an emulator may be started.
  assert.equal(targetOf("dev", true, stage, { AWS_ENDPOINT_URL: "http://localhost:4566" }).ownPort, 0);
  assert.equal(
    targetOf("local", true, { "ivs-realtime:endpoint": { value: "http://127.0.0.1:4600" } }, {}).ownPort,
    4600,
  );
  assert.equal(targetOf("dev", true, { ...stage, ...local }, ignored).isAws, false);
  assert.equal(
    targetOf("dev", true, { "ivs-realtime:endpoint": { value: "https://vpce.example" } }, {}).isAws,
    true,
  );
});

test("the local stack that is not there, or not finished, is the emulator's", () => {
  assert.equal(targetOf("local", false, {}, {}).isAws, false);
  assert.equal(targetOf("local", true, {}, {}).isAws, false);
  assert.equal(targetOf("aws", false, {}, {}).isAws, true);
});

test("what is of this machine", () => {
  for (const url of ["http://127.0.0.1:1", "http://127.9.9.9", "https://localhost:4", "http://[::1]:8"])
    assert.equal(isLoopback(url), true, url);
  for (const url of [
    "http://127.0.0.1.example",
    "https://ivsrealtime.us-west-2.amazonaws.com",
    "nonsense",
    "",
  ])
    assert.equal(isLoopback(url), false, url);
});

const mine = { PULUMI_CONFIG_PASSPHRASE: "mine", AWS_PROFILE: "mine", AWS_SESSION_TOKEN: "mine" };

test("the emulator gets the built-in passphrase and credentials, and none of the reader's", () => {
  const env = stackEnvironment(targetOf("local", true, local, {}), {
    ...mine,
    PULUMI_CONFIG_PASSPHRASE_FILE: "f",
  });
  assert.deepEqual(
    [env.AWS_ACCESS_KEY_ID, env.AWS_PROFILE, env.AWS_SESSION_TOKEN, env.PULUMI_CONFIG_PASSPHRASE_FILE],
    ["test", undefined, undefined, undefined],
  );
  assert.notEqual(env.PULUMI_CONFIG_PASSPHRASE, "mine");
});

test("a stack of the reader's own on the emulator: its passphrase, the emulator's credentials", () => {
  const dev = targetOf("dev", true, local, {});
  const env = stackEnvironment(dev, mine);
  assert.deepEqual([env.PULUMI_CONFIG_PASSPHRASE, env.AWS_ACCESS_KEY_ID], ["mine", "test"]);
  assert.throws(() => stackEnvironment(dev, {}), /Stack dev is one of your own/);
});

test("AWS gets the reader's own, and the built-in passphrase is refused there", () => {
  const aws = targetOf("aws", true, stage, {});
  assert.deepEqual(stackEnvironment(aws, mine), mine);
  assert.deepEqual(stackEnvironment(aws, { PULUMI_CONFIG_PASSPHRASE_FILE: "f" }), {
    PULUMI_CONFIG_PASSPHRASE_FILE: "f",
  });
  const builtIn = stackEnvironment(targetOf("local", true, local, {}), {}).PULUMI_CONFIG_PASSPHRASE;
  for (const env of [{}, { PULUMI_CONFIG_PASSPHRASE: builtIn }])
    assert.throws(
      () => stackEnvironment(aws, env),
      /Stack aws works on AWS.*export PULUMI_CONFIG_PASSPHRASE=.*_FILE/s,
    );
});

test("a local stack that lost its endpoint: refused, with the way back, which is not refused", () => {
  const lost = targetOf("local", true, stage, {});
  assert.throws(() => stackEnvironment(lost, {}), /config set ivs-realtime:endpoint http/);
  const builtIn = stackEnvironment(targetOf("local", true, local, {}), {}).PULUMI_CONFIG_PASSPHRASE;
  assert.equal(stackEnvironment(lost, {}, false).PULUMI_CONFIG_PASSPHRASE, builtIn);
});

test("the type of a token is the package's own", () => {
  assert.equal(tokenType, builtType);
});

const token = {
  urn: "urn::host",
  type: tokenType,
  outputs: { stageArn: stage["ivs-realtime-quickstart:stageArn"].value },
};
const provider = { urn: "urn::default", type: "pulumi:providers:pulumi-nodejs" };
const resources = (...all: object[]) => ({ deployment: { resources: all as (typeof token)[] } });

test("tokens that the emulator minted are recognised by the last endpoint or the account of AWS's examples", () => {
  assert.deepEqual(emulatorTokens({ deployment: {} }), []);
  assert.deepEqual(emulatorTokens(resources(token, { ...provider, inputs: {} })), []);
  const inputs = { "ivs-realtime:endpoint": "http://127.0.0.1:4599" };
  assert.deepEqual(emulatorTokens(resources(token, { ...provider, inputs })), ["urn::host"]);
  const example = {
    ...token,
    outputs: { stageArn },
  };
  assert.deepEqual(emulatorTokens(resources(example)), ["urn::host"]);
  assert.deepEqual(emulatorTokens(resources({ ...example, delete: true })), [], "it is replaced already");
});

for (const [line, expected] of Object.entries({
  "up --yes": { stack: undefined, needsStack: true, readsSecrets: true, callsApi: true },
  "preview -s aws": { stack: "aws", needsStack: true, readsSecrets: true, callsApi: false },
  "destroy --stack=aws --yes": { stack: "aws", needsStack: true, readsSecrets: true, callsApi: true },
  "stack init aws": { stack: "aws", needsStack: false, readsSecrets: true, callsApi: false },
  "--color never -C . -v 3 up": { stack: undefined, needsStack: true, readsSecrets: true, callsApi: true },
  "stack init --secrets-provider passphrase aws": {
    stack: "aws",
    needsStack: false,
    readsSecrets: true,
    callsApi: false,
  },
  "stack init": { stack: "", needsStack: false, readsSecrets: true, callsApi: false },
  "stack ls": { stack: undefined, needsStack: false, readsSecrets: false, callsApi: false },
  "config set stageArn arn": { stack: undefined, needsStack: false, readsSecrets: false, callsApi: false },
  "": { stack: undefined, needsStack: false, readsSecrets: false, callsApi: false },
})) {
  test(`pulumi ${line}`, () => {
    assert.deepEqual(commandOf(line.split(" ").filter(Boolean)), expected);
  });
}

// More than any process can have.
const dead = { pid: 2 ** 30, hostname: hostname() };

/** Whether `pulumi cancel` runs where a stack has these lock files. */
function cancels(t: TestContext, ...locks: string[]): boolean {
  t.mock.method(console, "error", () => {});
  const root = temporaryFolder();
  const folder = join(root, ".state/backend/.pulumi/locks/organization/ivs-realtime-quickstart/local");
  mkdirSync(folder, { recursive: true });
  for (const [index, lock] of locks.entries()) writeFileSync(join(folder, `${index}.json`), lock);
  fakeCommand(root, "pulumi", `[ "$1" = cancel ] && echo > '${root}/cancelled'`);
  clearDeadLock(root, "local", { PATH: `${root}:${process.env.PATH}` });
  return existsSync(join(root, "cancelled"));
}

test("the lock of a dead process of this machine is taken away", (t) => {
  assert.equal(cancels(t, JSON.stringify(dead)), true);
});

test("a lock stays while a process lives, on another machine, or can't be read", (t) => {
  assert.equal(cancels(t), false);
  assert.equal(cancels(t, JSON.stringify({ ...dead, pid: process.pid })), false);
  assert.equal(cancels(t, JSON.stringify({ ...dead, hostname: "elsewhere" })), false);
  for (const broken of ["", '{"pid": 1', "null"])
    assert.equal(cancels(t, JSON.stringify(dead), broken), false);
});
