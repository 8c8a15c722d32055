import assert from "node:assert/strict";
import { test } from "node:test";
import { mark } from "../support/mark.cjs";
import { openScene } from "../support/scene.mts";

const scene = await openScene("dependents");

test("a dependent that fails leaves the old token waiting for deletion, and the next up finishes without another", async () => {
  const stack = await scene.stack(
    "dependents",
    `const host = new ParticipantToken("host", { stageArn, duration: "12h", disconnectOnDelete: true });
     new Witness("bot", { sees: host.token });
     exports.token = host.token;`,
  );
  await stack.up();
  const old = (await stack.state()).get("host").id;
  scene.journal.take();
  scene.clock.set("2031-05-01T09:00:00Z");
  const run = await stack.fails("up", [], { env: { BROKEN: "bot" } });
  assert.deepEqual(run.steps, ["create-replacement host [expirationTime]", "update bot"]);
  run.line(/^bot is broken on purpose$/);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);
  const half = await stack.state();
  assert.deepEqual(
    half.pending.map(({ id }) => id),
    [old],
  );
  assert.notEqual(half.get("host").id, old);

  const finished = await stack.up();
  assert.deepEqual(finished.steps, ["update bot", "delete-replaced host"]);
  assert.deepEqual(scene.journal.take(), [
    `bot update ${mark(scene.tokens[1])}`,
    "wire DisconnectParticipant 404",
  ]);
  assert.equal((await stack.state()).pending.length, 0);
  assert.equal((await stack.outputs()).token, scene.tokens[1]);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("a rotation whose create fails leaves the old token in place, and the next up rotates", async () => {
  const stack = await scene.stack(
    "kept",
    `const host = new ParticipantToken("host", { stageArn, duration: "12h" });
     new Witness("bot", { sees: host.token });
     exports.token = host.token;`,
  );
  await stack.up();
  const before = await stack.outputs();
  scene.clock.move(9 * 3600);
  scene.journal.take();
  const undo = scene.emulator.fault({ operation: "CreateParticipantToken", status: 402 });
  const run = await stack.fails("up");
  undo();
  assert.deepEqual(run.steps, ["create-replacement host [expirationTime]"]);
  assert.deepEqual(await stack.outputs(), before);
  assert.equal((await stack.state()).pending.length, 0);
  scene.journal.take();
  await stack.up();
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 200",
    `bot update ${mark(scene.tokens.at(-1))}`,
  ]);
});
