import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const key = "AKIAOFTHERESOURCE";
const secretAccessKey = "secret-key-of-the-resource-0d4e";
const scene = await openScene("awsInput", {
  credentials: (accessKeyId) => ({
    accessKeyId,
    secretAccessKey: accessKeyId === key ? secretAccessKey : "test",
  }),
});
scene.secret("KEY", key);
scene.secret("SECRET_KEY", secretAccessKey);
const keys = "{ accessKey: process.env.KEY, secretKey: process.env.SECRET_KEY }";
const program = (aws: string) =>
  `const host = new ParticipantToken("host", { stageArn, disconnectOnDelete: true, aws: ${aws} });
   new Witness("bot", { sees: host.token });
   exports.token = host.token;`;

test("another aws input, one more and one less are updates in place without a call, and hold from then on", async () => {
  const stack = await scene.stack("changed", program("undefined"));
  await stack.up();
  const before = await stack.outputs();
  const { id } = (await stack.state()).get("host");
  scene.journal.take();
  for (const aws of [
    "{ maxRetries: 3 }",
    '{ maxRetries: 4, region: "eu-west-1" }',
    "undefined",
    '{ assumeRoles: [{ roleArn: "arn:aws:iam::123456789012:role/video", tags: { Team: "video" } }] }',
    `{ ...${keys}, maxRetries: 2 }`,
  ]) {
    await stack.declare(program(aws));
    const run = await stack.up();
    assert.deepEqual([run.steps, run.lines], [["update host"], []], aws);
    assert.deepEqual((await stack.preview(["--expect-no-changes"])).lines, [], aws);
  }
  assert.deepEqual(await stack.outputs(), before);
  assert.equal((await stack.state()).get("host").id, id);
  assert.deepEqual(scene.journal.take(), []);

  await stack.declare(program(`{ maxRetries: 2, ...${keys} }`));
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  await stack.destroy();
  assert.equal(scene.emulator.requests.at(-1)?.accessKeyId, key);
  assert.deepEqual(scene.journal.take(), ["bot delete", "wire DisconnectParticipant 404"]);
});

test("another stack config shows no difference", async () => {
  const stack = await scene.stack("config", program("{ maxRetries: 3 }"));
  await stack.up();
  scene.journal.take();
  for (const config of [
    { "ivs-realtime:endpoint": scene.emulator.url, "aws:region": "eu-west-1", "aws:profile": "video" },
    { "ivs-realtime:endpoint": "http://127.0.0.1:9", "ivs-realtime:readTimeout": "5", "aws:maxRetries": "7" },
    {},
  ]) {
    await stack.configure(config);
    const preview = await stack.preview(["--expect-no-changes"]);
    const run = await stack.up(["--expect-no-changes"]);
    assert.deepEqual([preview.steps, run.steps, run.lines], [[], [], []]);
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
