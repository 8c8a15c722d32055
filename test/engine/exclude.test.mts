import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";
import { mark } from "../support/witnessProvider.cjs";

const scene = await openScene("exclude");
const program = (attributes = "", more = "") =>
  `const host = new ParticipantToken("host", { stageArn, duration: "12h" ${attributes} });
   new Witness("bot", { sees: host.token });
   ${more}
   const guest = new ParticipantToken("guest", { stageArn, duration: "12h" });
   new Witness("kiosk", { sees: guest.token });
   exports.host = host.token;`;
const stack = await scene.stack("exclude", program());
const hold = ["--exclude", stack.urn("host")];
await stack.up();
const held = (await stack.outputs()).host;
scene.journal.take();

test("up --exclude leaves a due token and its dependents alone, and rotates the others", async () => {
  scene.clock.set("2031-05-01T09:00:00Z");
  const run = await stack.up(hold);
  assert.deepEqual(run.steps, [
    "create-replacement guest [expirationTime]",
    "update kiosk",
    "delete-replaced guest",
  ]);
  assert.match(run.line(/is due for rotation/), /^ParticipantToken "guest"/);
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 200",
    `kiosk update ${mark(scene.tokens[2])}`,
  ]);
  assert.equal((await stack.outputs()).host, held);
});

test("changes of the held token wait, while a new dependent of it is made with the token that is there", async () => {
  const late = `new Witness("late", { sees: host.token });`;
  await stack.declare(program(", attributes: { role: 'host' }", late));
  const run = await stack.up(hold);
  assert.deepEqual(run.steps, ["create late"]);
  assert.deepEqual(scene.journal.take(), [`late create ${mark(held)}`]);
});

test("a held token expires all the same, and the run doesn't say so", async () => {
  scene.clock.set("2031-05-01T12:00:01Z");
  const run = await stack.up(hold);
  assert.deepEqual([run.steps, run.lines], [[], []]);
  assert.equal((await stack.outputs()).host, held);
});

test("the next up without it rotates, and its dependents follow", async () => {
  const run = await stack.up();
  const [first, ...rest] = run.steps;
  assert.equal(first, "create-replacement host [attributes]");
  assert.deepEqual(rest.toSorted(), ["delete-replaced host", "update bot", "update late"]);
  const fresh = mark(scene.tokens.at(-1));
  assert.deepEqual(scene.journal.take().toSorted(), [
    `bot update ${fresh}`,
    `late update ${fresh}`,
    "wire CreateParticipantToken 200",
  ]);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("with --exclude-dependents the others rotate too, but their old tokens wait for a run without it", async () => {
  scene.clock.set("2031-05-01T20:30:00Z");
  const run = await stack.up([...hold, "--exclude-dependents"]);
  assert.deepEqual(run.steps, ["create-replacement guest [expirationTime]", "update kiosk"]);
  assert.equal((await stack.state()).pending.length, 1);
  assert.deepEqual((await stack.up(hold)).steps, ["delete-replaced guest"]);
  assert.equal((await stack.state()).pending.length, 0);
});
