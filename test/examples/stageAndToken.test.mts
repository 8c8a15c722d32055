import assert from "node:assert/strict";
import { test } from "node:test";
import { outside } from "../conformance/support/clients.mts";
import { openAwsScene } from "../support/awsPlugin/awsScene.mts";

outside("examples/stage-and-token", {}, async () => {
  const { scene, region } = await openAwsScene("stage-and-token");
  const stack = await scene.example("stage-and-token");
  await stack.configure({ "aws:region": region });
  const token = async () => (await stack.outputs()).token;
  const stageOf = (jwt = "") =>
    JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString()).resource as string;

  test("the first preview shows both as to be created, and calls nothing", async () => {
    assert.deepEqual((await stack.preview()).steps, ["create stage", "create host"]);
    assert.deepEqual(scene.journal.take(), []);
  });

  test("up makes the stage, then a token on it", async () => {
    assert.deepEqual((await stack.up()).steps, ["create stage", "create host"]);
    const calls = scene.journal.take().filter((line) => !line.startsWith("wire GetStage"));
    assert.deepEqual(calls, ["wire CreateStage 200", "wire CreateParticipantToken 200"]);
    const { stageArn } = await stack.outputs();
    assert.equal(stageOf(scene.tokens[0]), stageArn);
    await scene.emulator.join(String(await token()));
    assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  });

  test("near expiration the token alone is replaced", async () => {
    scene.clock.set("2031-05-01T08:00:00Z");
    const run = await stack.up();
    assert.deepEqual(run.steps, ["create-replacement host [expirationTime]", "delete-replaced host"]);
    assert.equal(await token(), scene.tokens[1]);
    assert.equal(stageOf(scene.tokens[1]), (await stack.outputs()).stageArn);
  });

  test("another name changes the stage in place and leaves the token, in preview too", async () => {
    await stack.configure({ "aws:region": region, "stage-and-token:stageName": "studio-2" });
    assert.deepEqual((await stack.preview()).steps, ["update stage"]);
    scene.journal.take();
    assert.deepEqual((await stack.up()).steps, ["update stage"]);
    assert.ok(scene.journal.take().includes("wire UpdateStage 200"));
    assert.equal(await token(), scene.tokens[1]);
  });

  test("a stage that is replaced takes its token with it: new stage, new token, old token, old stage", async () => {
    const before = (await stack.outputs()).stageArn;
    scene.journal.take();
    const stageUrn = "urn:pulumi:dev::stage-and-token::aws:cloudcontrol/resource:Resource::stage";
    const run = await stack.up(["--replace", stageUrn]);
    assert.deepEqual(
      run.steps.map((step) => step.replace(/ \[.*/, "")),
      [
        "create-replacement stage",
        "create-replacement host",
        "delete-replaced host",
        "delete-replaced stage",
      ],
    );
    const calls = scene.journal.take().filter((line) => !line.startsWith("wire GetStage"));
    assert.deepEqual(calls, [
      "wire CreateStage 200",
      "wire CreateParticipantToken 200",
      "wire DeleteStage 200",
    ]);
    const { stageArn } = await stack.outputs();
    assert.notEqual(stageArn, before);
    assert.equal(stageOf(scene.tokens[2]), stageArn);
    await scene.emulator.join(String(await token()));
  });

  test("destroy deletes the token before the stage", async () => {
    assert.deepEqual((await stack.destroy()).steps, ["delete host", "delete stage"]);
    assert.deepEqual(scene.journal.take(), ["wire DeleteStage 200"]);
  });
});
