import assert from "node:assert/strict";
import { unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openScene, stageArn } from "../support/scene.mts";

const credentials = { accessKeyId: "AKIAENGINETESTS", secretAccessKey: "secret-key-7d3e51b0" };
const scene = await openScene("settings", { credentials });
scene.secret("SECRET_KEY", credentials.secretAccessKey);
const dead = "http://127.0.0.1:9";
const none = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_ENDPOINT_URL_IVS_REALTIME: undefined,
};
const program = 'new ParticipantToken("host", { stageArn, disconnectOnDelete: true });';
const keys = {
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
};

test("the stack's endpoint and keys win over the environment, and aws:region has no say", async () => {
  const names = ["one", "two", "three", "four"];
  // Several at once: none may run before the provider has been given the config.
  const stack = await scene.stack(
    "config",
    `for (const name of ${JSON.stringify(names)})
       new ParticipantToken(name, { stageArn, disconnectOnDelete: true });`,
  );
  await stack.configure({ "ivs-realtime:endpoint": scene.emulator.url, "aws:region": "eu-west-1" });
  for (const [key, value] of [
    ["aws:accessKey", credentials.accessKeyId],
    ["aws:secretKey", credentials.secretAccessKey],
  ] as const) {
    const set = await stack.command(["config", "set", "--stack", "dev", "--secret", key, value]);
    assert.equal(set.status, 0, set.text);
  }
  const env = { AWS_ENDPOINT_URL_IVS_REALTIME: dead };
  await stack.up([], { env });
  const asked = scene.emulator.requests.map(({ accessKeyId, region }) => [accessKeyId, region]);
  assert.deepEqual(
    asked,
    names.map(() => [credentials.accessKeyId, "us-west-2"]),
  );
  scene.journal.take();

  // Refresh and destroy don't run the program: the engine remembers the config of the last up.
  await stack.configure({ "ivs-realtime:endpoint": dead });
  assert.deepEqual((await stack.refresh([], { env })).lines, []);
  await stack.destroy([], { env });
  assert.deepEqual(scene.journal.take(), [
    "wire GetStage 200",
    ...names.map(() => "wire DisconnectParticipant 404"),
  ]);
});

test("a profile of the stack's config wins over the environment's, and keys over both", async () => {
  const [config, environment] = ["AKIAFROMCONFIG", "AKIAFROMENVIRONMENT"];
  const profile = (name: string, key: string) =>
    `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = ${credentials.secretAccessKey}\n`;
  const stack = await scene.stack("profiles", program);
  const file = join(stack.folder, "credentials");
  await writeFile(file, profile("config", config) + profile("environment", environment));
  const env = { ...none, AWS_SHARED_CREDENTIALS_FILE: file, AWS_PROFILE: "environment" };
  const endpoint = { "ivs-realtime:endpoint": scene.emulator.url };
  const settings = [
    { ...endpoint },
    { ...endpoint, "aws:profile": "config" },
    { ...endpoint, "aws:accessKey": "AKIAKEYS", "aws:secretKey": "x" },
  ];
  const before = scene.emulator.requests.length;
  for (const each of settings) {
    await stack.configure(each);
    // The emulator knows another key: what was signed with is all that counts here.
    await stack.fails("up", [], { env });
  }
  const seen = scene.emulator.requests.slice(before).map(({ accessKeyId }) => accessKeyId);
  assert.deepEqual(seen, [environment, config, "AKIAKEYS"]);
  scene.journal.take();
  await unlink(file);
});

test("AWS_ENDPOINT_URL_IVS_REALTIME and the SDK's own credentials do without any config", async () => {
  const stack = await scene.stack("environment", program);
  await stack.up([], { env: keys });
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);
});

test("wrong settings fail the preview already, all at once, each with what to do", async () => {
  const stack = await scene.stack("wrong", program);
  await stack.configure({
    "ivs-realtime:region": "eu-west-1",
    "aws:accessKey": "AKIAHALF",
    "aws:maxRetries": "many",
    "ivs-realtime:debgu": "true",
  });
  for (const verb of ["preview", "up"]) {
    const { text } = await stack.fails(verb, [], { env: none });
    for (const problem of [
      `stack config ivs-realtime:region is "eu-west-1", but the stage ${stageArn} is in us-west-2, so calls would go where the stage is not: remove it`,
      "stack config aws:accessKey is set without secretKey: set both keys there, or neither",
      'stack config aws:maxRetries is "many": write a whole number from 0 to 100',
      'stack config ivs-realtime has "debgu", which is not a setting: did you mean "debug"?',
    ]) {
      assert.ok(text.includes(`resource 'host' has a problem: ${problem}`), text);
    }
  }
  assert.deepEqual(scene.journal.take(), []);
});

test("what shows at a call only fails the up, each with what to do", async () => {
  const stack = await scene.stack("refused", program);
  (await stack.fails("up", [], { env: none })).line(
    /no usable AWS credentials were found \(tried: those that the AWS SDK finds by itself\): set aws:profile, or aws:accessKey/,
  );
  await stack.configure({ "ivs-realtime:endpoint": scene.emulator.url });
  (await stack.fails("up", [], { env: { AWS_SECRET_ACCESS_KEY: "wrong" } })).line(
    /the service refused these AWS credentials \(the keys of environment AWS_ACCESS_KEY_ID\)/,
  );
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 403"]);
  assert.deepEqual((await stack.state()).names, []);

  await stack.configure({ "ivs-realtime:region": "eu-west-1", "ivs-realtime:endpoint": scene.emulator.url });
  await stack.fails("up", [], { env: keys });
  assert.equal(scene.emulator.requests.at(-1)?.region, "eu-west-1");
});
