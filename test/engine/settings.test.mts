import assert from "node:assert/strict";
import { unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openScene, stageArn } from "../support/scene.mts";

const credentials = { accessKeyId: "AKIAENGINETESTS", secretAccessKey: "secret-key-7d3e51b0" };
const temporary = {
  accessKeyId: "ASIATEMPORARY",
  secretAccessKey: "temporary-secret",
  sessionToken: "a-session",
};
/** For tokens that have credentials of their own, which their programs find in the environment. */
const resource = { accessKeyId: "AKIAOFTHERESOURCE", secretAccessKey: "secret-key-of-the-resource-0d4e" };
const west = "arn:aws:ivs:us-west-2:111111111111:stage/westStage123";
const east = "arn:aws:ivs:eu-central-1:222222222222:stage/eastStage123";
const known = [credentials, temporary, resource, { accessKeyId: "test", secretAccessKey: "test" }];
const scene = await openScene("settings", {
  stages: [west, east],
  credentials: (id) => known.find(({ accessKeyId }) => accessKeyId === id),
});
scene.secret("CONFIG_SECRET_KEY", credentials.secretAccessKey);
scene.secret("SESSION_TOKEN", temporary.sessionToken);
scene.secret("KEY", resource.accessKeyId);
scene.secret("SECRET_KEY", resource.secretAccessKey);
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
  await stack.configureSecrets({
    "aws:accessKey": credentials.accessKeyId,
    "aws:secretKey": credentials.secretAccessKey,
  });
  const env = { AWS_ENDPOINT_URL_IVS_REALTIME: dead };
  const before = scene.emulator.requests.length;
  await stack.up([], { env });
  const asked = scene.emulator.requests.slice(before).map(({ accessKeyId, region }) => [accessKeyId, region]);
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

test("aws:token goes with the keys: temporary credentials work, and are refused without it", async () => {
  const stack = await scene.stack("session", 'new ParticipantToken("host", { stageArn });');
  await stack.configure({ "ivs-realtime:endpoint": scene.emulator.url });
  scene.journal.take();
  await stack.configureSecrets({
    "aws:accessKey": temporary.accessKeyId,
    "aws:secretKey": temporary.secretAccessKey,
  });
  (await stack.fails("up")).line(/the service refused these AWS credentials .*UnrecognizedClientException/);
  await stack.configureSecrets({ "aws:token": temporary.sessionToken });
  await stack.up();
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 403",
    "wire CreateParticipantToken 200",
  ]);
});

test("each token of a program goes to its own account and region with its own credentials", async (t) => {
  for (const account of ["WEST", "EAST"]) {
    const accessKeyId = scene.secret(`${account}_KEY`, `AKIAOF${account}ACCOUNT`);
    const secretAccessKey = scene.secret(`${account}_SECRET`, `secret-key-of-${account}-5b1e`);
    known.push({ accessKeyId, secretAccessKey });
  }
  const profile = "AKIAOFEASTPROFILE";
  const secretAccessKey = scene.secret("PROFILE_SECRET", "secret-key-of-the-profile-77ac");
  known.push({ accessKeyId: profile, secretAccessKey });
  const stack = await scene.stack(
    "accounts",
    `const keys = (who) => ({ accessKey: process.env[who + "_KEY"], secretKey: process.env[who + "_SECRET"] });
     const token = (name, stageArn, aws) => new ParticipantToken(name, { stageArn, aws, disconnectOnDelete: true });
     token("west", "${west}", keys("WEST"));
     token("east", "${east}", keys("EAST"));
     token("profile", "${east}", { profile: "east" });
     token("plain", stageArn);`,
  );
  const file = join(scene.folders.temporary, "credentials");
  const env = { AWS_SHARED_CREDENTIALS_FILE: file };
  const lines = ["[east]", `aws_access_key_id = ${profile}`, `aws_secret_access_key = ${secretAccessKey}`];
  await writeFile(file, `${lines.join("\n")}\n`);
  t.after(() => unlink(file));
  const calls = [
    ["AKIAOFWESTACCOUNT", "us-west-2", west],
    ["AKIAOFEASTACCOUNT", "eu-central-1", east],
    [profile, "eu-central-1", east],
    ["test", "us-west-2", stageArn],
  ].toSorted();
  const taken = callers();
  await stack.up([], { env });
  assert.deepEqual(taken(), calls);
  assert.deepEqual((await stack.up(["--expect-no-changes"], { env })).lines, []);
  assert.deepEqual(taken(), []);

  // Two tokens of one stage with credentials of their own: each asks for itself.
  assert.deepEqual((await stack.refresh(["--expect-no-changes"], { env })).lines, []);
  assert.deepEqual(taken(), calls);
  const destroyed = await stack.destroy([], { env });
  assert.equal(
    destroyed.lines.filter((line) => line.includes(") is not live: the token stays valid until ")).length,
    4,
  );
  assert.deepEqual(taken(), calls);
  assert.deepEqual((await stack.state()).names, []);
});

/** Who called what since the last time: the access key, the region that was signed for and the stage. */
function callers() {
  let seen = scene.emulator.requests.length;
  return () => {
    const fresh = scene.emulator.requests.slice(seen);
    seen += fresh.length;
    return fresh
      .map(({ accessKeyId, region, input }) => {
        const { stageArn: stage, arn } = input as { stageArn?: string; arn?: string };
        return [accessKeyId, region, stage ?? arn];
      })
      .sort();
  };
}

const resourceKeys = "{ accessKey: process.env.KEY, secretKey: process.env.SECRET_KEY }";

test("another aws input, one more and one less are updates in place without a call, and hold from then on", async () => {
  const other = '{ maxRetries: 4, region: "eu-west-1" }';
  const roles =
    '{ assumeRoles: [{ roleArn: "arn:aws:iam::123456789012:role/video", tags: { Team: "video" } }] }';
  const changes = {
    more: ["undefined", "{ maxRetries: 3 }"],
    other: ["{ maxRetries: 3 }", other],
    less: ["{ maxRetries: 3 }", "undefined"],
    roles: ["undefined", roles],
    keys: ["{ maxRetries: 3 }", `{ ...${resourceKeys}, maxRetries: 2 }`],
  };
  const names = Object.keys(changes);
  const program = (aws: Record<string, string>) =>
    `const tokens = {};
     ${Object.entries(aws)
       .map(
         ([name, given]) =>
           `tokens.${name} = { stageArn, disconnectOnDelete: ${name === "keys"}, aws: ${given} };`,
       )
       .join("\n")}
     for (const [name, args] of Object.entries(tokens)) {
       const { token } = new ParticipantToken(name, args);
       new Witness(name + "-bot", { sees: token });
       exports[name] = token;
     }`;
  const at = (index: number) =>
    Object.fromEntries(Object.entries(changes).map(([name, both]) => [name, String(both[index])]));
  const stack = await scene.stack("changed", program(at(0)));
  await stack.up();
  const before = await stack.outputs();
  const ids = async () => {
    const state = await stack.state();
    return names.map((name) => state.get(name).id);
  };
  const minted = await ids();
  scene.journal.take();
  await stack.declare(program(at(1)));
  const run = await stack.up();
  assert.deepEqual([run.steps.toSorted(), run.lines], [names.map((name) => `update ${name}`).toSorted(), []]);
  assert.deepEqual((await stack.preview(["--expect-no-changes"])).lines, []);
  assert.deepEqual(await stack.outputs(), before);
  assert.deepEqual(await ids(), minted);
  assert.deepEqual(scene.journal.take(), []);

  await stack.declare(program({ ...at(1), keys: `{ maxRetries: 2, ...${resourceKeys} }` }));
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  await stack.destroy();
  assert.equal(scene.emulator.requests.at(-1)?.accessKeyId, resource.accessKeyId);
  assert.deepEqual(
    scene.journal.take().filter((line) => line.startsWith("wire")),
    ["wire DisconnectParticipant 404"],
  );
});

test("another stack config shows no difference", async () => {
  const stack = await scene.stack(
    "otherConfig",
    `exports.token = new ParticipantToken("host", { stageArn, aws: { maxRetries: 3 } }).token;`,
  );
  await stack.up();
  scene.journal.take();
  for (const config of [
    { "ivs-realtime:endpoint": scene.emulator.url, "aws:region": "eu-west-1", "aws:profile": "video" },
    { "ivs-realtime:endpoint": "http://127.0.0.1:9", "ivs-realtime:readTimeout": "5", "aws:maxRetries": "7" },
    {},
  ]) {
    await stack.configure(config);
    for (const run of [await stack.preview(["--expect-no-changes"]), await stack.up(["--expect-no-changes"])])
      assert.deepEqual([run.steps, run.lines], [[], []]);
  }
  assert.deepEqual(scene.journal.take(), []);
});

test("settings that a preview doesn't know yet pass it, one of them or all", async () => {
  const declared = (name: string, retries: number) => `
    const given = new Witness("given", { gives: ${JSON.stringify({ name, retries })} }).given;
    const aws = { retryMode: given.apply(({ name }) => name), maxRetries: given.apply(({ retries }) => retries) };
    const url = given.apply(({ retries }) => process.env.AWS_ENDPOINT_URL_IVS_REALTIME + "/".repeat(retries - 2));
    new ParticipantToken("one", { stageArn, aws });
    new ParticipantToken("all", { stageArn, aws: pulumi.output(aws) });
    new ParticipantToken("whole", { stageArn, aws: given.apply(({ name }) => ({ retryMode: name })) });
    const accessKey = given.apply(() => process.env.KEY);
    const secretKey = given.apply(() => process.env.SECRET_KEY);
    new ParticipantToken("keys", { stageArn, aws: { ...aws, accessKey, secretKey } });
    new ParticipantToken("listed", { stageArn, aws: { endpoints: [{ ivsrealtime: url }] } });`;
  const names = ["all", "keys", "listed", "one", "whole"];
  const stack = await scene.stack("unknown", declared("standard", 2));
  const preview = await stack.preview();
  assert.deepEqual(preview.lines, []);
  assert.deepEqual(preview.steps.toSorted(), ["given", ...names].map((name) => `create ${name}`).toSorted());
  await stack.up();
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  scene.journal.take();

  await stack.declare(declared("adaptive", 3));
  const updates = ["given", ...names].map((name) => `update ${name}`).toSorted();
  assert.deepEqual((await stack.preview()).steps.toSorted(), updates);
  assert.deepEqual((await stack.up()).steps.toSorted(), updates);
  assert.deepEqual(scene.journal.take(), ["given update"]);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});
