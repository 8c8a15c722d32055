import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const scene = await openScene("options");
const disconnects = (since: number) =>
  scene.emulator.requests
    .slice(since)
    .filter(({ operation }) => operation === "DisconnectParticipant")
    .map(({ input }) => (input as { participantId: string }).participantId);

test("protect blocks the up while its token is due, before anything is minted", async () => {
  const program = (protect: boolean) =>
    `new ParticipantToken("host", { stageArn }, { protect: ${protect} });`;
  const stack = await scene.stack("protect", program(true));
  await stack.up();
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  scene.clock.set("2031-05-01T08:00:00Z");
  scene.journal.take();
  for (const verb of ["preview", "up"]) {
    const run = await stack.fails(verb);
    run.line(/is due for rotation/);
    assert.match(run.text, /unable to replace resource .*::host.*[\s\S]*protect/);
  }
  assert.deepEqual(scene.journal.take(), []);
  await stack.declare(program(false));
  assert.equal((await stack.up()).steps[0], "create-replacement host [expirationTime]");
});

test("an alias renames without a rotation; retainOnDelete and deletedWith spare the disconnect", async () => {
  scene.clock.set("2031-06-01T00:00:00Z");
  const args = '{ stageArn, duration: "12h", disconnectOnDelete: true }';
  const program = (name: string, options: string) =>
    `const stage = new Witness("stage", {});
     exports.renamed = new ParticipantToken("${name}", ${args}, ${options}).token;
     new ParticipantToken("retained", ${args}, { retainOnDelete: true });
     new ParticipantToken("joined", ${args}, { deletedWith: stage });`;
  const stack = await scene.stack("options", program("first", "{}"));
  await stack.up();
  const old = await stack.state();
  const { renamed } = await stack.outputs();
  scene.journal.take();

  await stack.declare(program("second", '{ aliases: [{ name: "first" }] }'));
  assert.deepEqual((await stack.up()).steps, []);
  assert.deepEqual(scene.journal.take(), []);
  assert.equal((await stack.state()).get("second").id, old.get("first").id);
  assert.deepEqual(await stack.outputs(), { renamed });

  scene.clock.move(8 * 3600);
  const since = scene.emulator.requests.length;
  const run = await stack.up();
  run.line(/^ParticipantToken "second" \(participant \S+\) is due for rotation/);
  // The stage stays, so the replaced token is deleted as any other.
  assert.deepEqual(disconnects(since).sort(), [old.get("first").id, old.get("joined").id].sort());
  assert.equal((await stack.state()).pending.length, 0);

  const now = await stack.state();
  const before = scene.emulator.requests.length;
  await stack.destroy();
  assert.deepEqual(disconnects(before), [now.get("second").id]);
  assert.deepEqual((await stack.state()).names, []);
});
