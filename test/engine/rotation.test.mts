import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";
import { mark } from "../support/witnessProvider.cjs";

const scene = await openScene("rotation");
const stack = await scene.stack(
  "rotation",
  `const host = new ParticipantToken("host", { stageArn, userId: "bob", duration: "12h", rotateBefore: "2h" });
   new Witness("bot", { sees: host.token });
   exports.token = host.token;
   exports.participantId = host.participantId;`,
);
const idOf = async () => (await stack.state()).get("host").id;
const rotationSteps = ["create-replacement host [expirationTime]", "update bot", "delete-replaced host"];

test("a token is minted once and then left alone", async () => {
  const created = await stack.up();
  assert.deepEqual(created.steps, ["create host", "create bot"]);
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 200",
    `bot create ${mark(scene.tokens[0])}`,
  ]);
});

test("one second before rotationTime nothing happens, and --expect-no-changes agrees", async () => {
  scene.clock.set("2031-05-01T09:59:59Z");
  for (const run of [await stack.preview(["--expect-no-changes"]), await stack.up(["--expect-no-changes"])]) {
    assert.deepEqual([run.steps, run.lines], [[], []]);
  }
  assert.deepEqual(scene.journal.take(), []);
});

test("at rotationTime a preview says that the token is replaced and why, and mints nothing", async () => {
  scene.clock.set("2031-05-01T10:00:00Z");
  const run = await stack.preview();
  assert.deepEqual(run.steps, rotationSteps);
  assert.equal(
    run.line(/is due for rotation/),
    `ParticipantToken "host" (participant ${await idOf()}) is due for rotation: it expires in 2 h ` +
      "(2031-05-01T12:00:00Z), inside its window of 2 h before expiration (rotateBefore).",
  );
  assert.equal(run.lines.length, 1);
  assert.match(run.stdout, /\+- .*ParticipantToken host replace/);
  assert.match(run.stdout, /Witness bot update \[diff: ~sees\]/);
  assert.deepEqual(scene.journal.take(), []);
});

test("preview --json names what calls for the replacement", async () => {
  const run = await stack.preview(["--json"]);
  const { steps } = JSON.parse(run.stdout) as { steps: { op: string; replaceReasons?: string[] }[] };
  assert.deepEqual(steps.find(({ op }) => op === "replace")?.replaceReasons, ["expirationTime"]);
  assert.match(
    (await stack.preview(["--diff"])).stdout,
    /\+-pulumi-nodejs:dynamic\/ivsrealtime:ParticipantToken: \(replace\)/,
  );
});

test("--expect-no-changes ends a preview with status 7 while a rotation is due", async () => {
  const run = await stack.fails("preview", ["--expect-no-changes"]);
  assert.equal(run.status, 7);
  assert.match(run.text, /no changes were expected for preview but changes were proposed/);
  assert.deepEqual(scene.journal.take(), []);
});

test("up mints a new token, then its dependents see it, and only then the old one is deleted", async () => {
  const before = await idOf();
  const run = await stack.up();
  assert.deepEqual(run.steps, rotationSteps);
  assert.match(run.line(/is due for rotation/), new RegExp(`participant ${before}`));
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 200",
    `bot update ${mark(scene.tokens[1])}`,
  ]);
  const { outputs, id } = (await stack.state()).get("host");
  assert.notEqual(id, before);
  assert.equal(outputs.participantId, id);
  assert.equal(outputs.issuedTime, "2031-05-01T10:00:00Z");
  assert.equal(outputs.rotationTime, "2031-05-01T20:00:00Z");
  assert.deepEqual(await stack.outputs(), { token: scene.tokens[1], participantId: id });
});

test("after a rotation all is quiet again", async () => {
  const run = await stack.up(["--expect-no-changes"]);
  assert.deepEqual([run.steps, run.lines, scene.journal.take()], [[], [], []]);
});

test("a second rotation in a row, of a token that has expired, says how often up must run", async () => {
  scene.clock.set("2031-05-02T00:30:00Z");
  const expired = await idOf();
  const run = await stack.up();
  assert.deepEqual(run.steps, rotationSteps);
  assert.equal(
    run.line(/is due for rotation/),
    `ParticipantToken "host" (participant ${expired}) is due for rotation: it expired 2 h 30 min ago ` +
      "(2031-05-01T22:00:00Z); to rotate in time, pulumi up must run at least every 2 h, its window: 2 h before " +
      "expiration (rotateBefore).",
  );
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 200",
    `bot update ${mark(scene.tokens[2])}`,
  ]);
  assert.deepEqual(await stack.outputs(), { token: scene.tokens[2], participantId: await idOf() });
  assert.equal((await stack.state()).pending.length, 0);
});

test("up --expect-no-changes fails where it rotates, and has rotated all the same", async () => {
  scene.clock.move(12 * 3600);
  const run = await stack.fails("up", ["--expect-no-changes"]);
  assert.deepEqual(run.steps, rotationSteps);
  assert.equal(scene.tokens.length, 4);
  assert.equal((await stack.outputs()).token, scene.tokens[3]);
});
