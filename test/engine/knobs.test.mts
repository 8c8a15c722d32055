import assert from "node:assert/strict";
import { test } from "node:test";
import { mark } from "../support/mark.cjs";
import { openScene } from "../support/scene.mts";

const scene = await openScene("knobs");

test("another rotateBefore is an update without a call, until it makes the token due", async () => {
  const program = (rotateBefore: string) =>
    `const host = new ParticipantToken("host", { stageArn, duration: "12h", rotateBefore: "${rotateBefore}" });
     new Witness("bot", { sees: host.token });
     for (const name of ["token", "participantId", "issuedTime", "expirationTime", "requestId", "rotationTime",
       "rotateBefore", "duration", "capabilities"]) exports[name] = host[name];`;
  const stack = await scene.stack("window", program("2h"));
  await stack.up();
  const before = await stack.outputs();
  scene.journal.take();

  await stack.declare(program("10800s"));
  const preview = await stack.preview();
  // A preview doesn't know the outputs of an update: what depends on them may change, as far as it can tell.
  assert.deepEqual(preview.steps, ["update host", "update bot"]);
  assert.deepEqual((await stack.up()).steps, ["update host"]);
  assert.deepEqual(scene.journal.take(), []);
  const changed = { rotateBefore: 180, rotationTime: "2031-05-01T09:00:00Z" };
  assert.deepEqual(await stack.outputs(), { ...before, ...changed });

  scene.clock.set("2031-05-01T08:30:00Z");
  await stack.declare(program("4h"));
  const run = await stack.up();
  assert.deepEqual(run.steps, [
    "create-replacement host [expirationTime]",
    "update bot",
    "delete-replaced host",
  ]);
  assert.match(
    run.line(/is due for rotation/),
    /it expires in 3 h 30 min .* window of 4 h before expiration \(rotateBefore\)/,
  );
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 200",
    `bot update ${mark(scene.tokens[1])}`,
  ]);
  assert.equal((await stack.outputs()).rotationTime, "2031-05-01T16:30:00Z");
});

test("with autoRotate off a token is kept, also once expired, and each run says so; switched on it rotates", async () => {
  const program = (autoRotate: boolean) =>
    `exports.token = new ParticipantToken("host", { stageArn, duration: "12h", autoRotate: ${autoRotate} }).token;`;
  scene.clock.set("2031-06-01T00:00:00Z");
  const stack = await scene.stack("manual", program(false));
  await stack.up();
  assert.equal((await stack.state()).get("host").outputs.rotationTime, undefined);
  scene.journal.take();

  scene.clock.set("2031-06-01T11:00:00Z");
  const near = await stack.up(["--expect-no-changes"]);
  assert.deepEqual([near.steps, near.lines], [[], []]);
  scene.clock.set("2031-06-01T15:00:00Z");
  for (const run of [await stack.preview(["--expect-no-changes"]), await stack.up(["--expect-no-changes"])]) {
    assert.deepEqual(run.steps, []);
    assert.match(
      run.line(/"host"/),
      /is kept because autoRotate is false, but it expired 3 h ago \(2031-06-01T12:00:00Z\)/,
    );
    assert.equal(run.lines.length, 1);
  }
  assert.deepEqual(scene.journal.take(), []);

  await stack.declare(program(true));
  assert.deepEqual((await stack.up()).steps, [
    "create-replacement host [expirationTime]",
    "delete-replaced host",
  ]);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);
  assert.equal((await stack.state()).get("host").outputs.rotationTime, "2031-06-01T23:00:00Z");

  await stack.declare(program(false));
  assert.deepEqual((await stack.up()).steps, ["update host"]);
  assert.equal((await stack.state()).get("host").outputs.rotationTime, undefined);
  assert.equal((await stack.outputs()).token, scene.tokens.at(-1));
  assert.deepEqual(scene.journal.take(), []);
});
