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

test("settings that contradict each other are refused before any call, each with what to do", async () => {
  const stack = await scene.stack("wrong", program);
  const refused: [Record<string, string>, RegExp][] = [
    [
      { "ivs-realtime:region": "eu-west-1" },
      new RegExp(
        `"host" was not created: the settings are wrong: stack config ivs-realtime:region is "eu-west-1", but the ` +
          `stage ${stageArn} is in us-west-2, so calls would go where the stage is not: remove it`,
      ),
    ],
    [
      { "aws:accessKey": "AKIAHALF", "ivs-realtime:endpoint": "localhost:4599" },
      /ivs-realtime:endpoint is no URL: .*; stack config has aws:accessKey without aws:secretKey: set both keys, or neither/,
    ],
    [
      {},
      /no usable AWS credentials could be had: set aws:profile or aws:accessKey and aws:secretKey in the stack's config/,
    ],
  ];
  for (const [config, sentence] of refused) {
    await stack.configure(config);
    (await stack.fails("up", [], { env: none })).line(sentence);
  }
  await stack.configure({ "ivs-realtime:endpoint": scene.emulator.url });
  (await stack.fails("up", [], { env: { AWS_SECRET_ACCESS_KEY: "wrong" } })).line(
    /the service refused these AWS credentials/,
  );
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 403"]);
  assert.deepEqual((await stack.state()).names, []);

  await stack.configure({ "ivs-realtime:region": "eu-west-1", "ivs-realtime:endpoint": scene.emulator.url });
  await stack.fails("up", [], { env: keys });
  assert.equal(scene.emulator.requests.at(-1)?.region, "eu-west-1");
});
