import assert from "node:assert/strict";
import { test } from "node:test";
import { mark } from "../support/mark.cjs";
import { openScene } from "../support/scene.mts";

const scene = await openScene("replace");
const program = (trigger: number) =>
  `const host = new ParticipantToken("host", { stageArn, duration: "12h" }, { replacementTrigger: ${trigger} });
   new Witness("bot", { sees: host.token });
   exports.token = host.token;`;
const stack = await scene.stack("replace", program(1));
const urn = stack.urn("host");
const minted = () => ["wire CreateParticipantToken 200", `bot update ${mark(scene.tokens.at(-1))}`];
await stack.up();
scene.journal.take();

test("the resource option replacementTrigger rotates when its value changes", async () => {
  await stack.declare(program(2));
  const run = await stack.up();
  assert.deepEqual(kinds(run.steps), ["create-replacement host", "update bot", "delete-replaced host"]);
  assert.deepEqual(scene.journal.take(), minted());
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("up --replace forces one rotation, and its dependents follow", async () => {
  const run = await stack.up(["--replace", urn]);
  assert.deepEqual(kinds(run.steps), ["create-replacement host", "update bot", "delete-replaced host"]);
  assert.deepEqual(scene.journal.take(), minted());
});

test("up --target rotates a due token and leaves its dependents on the old one, until the next full up", async () => {
  scene.clock.set("2031-05-01T08:00:00Z");
  const run = await stack.up(["--target", urn]);
  assert.deepEqual(kinds(run.steps), ["create-replacement host", "delete-replaced host"]);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);
  const full = await stack.up();
  assert.deepEqual(full.steps, ["update bot"]);
  assert.deepEqual(scene.journal.take(), [`bot update ${mark(scene.tokens.at(-1))}`]);
});

test("up --target-replace does the same, and --target-dependents takes them along", async () => {
  const alone = await stack.up(["--target-replace", urn]);
  assert.deepEqual(kinds(alone.steps), ["create-replacement host", "delete-replaced host"]);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);
  const together = await stack.up(["--target-replace", urn, "--target-dependents"]);
  assert.deepEqual(kinds(together.steps), ["create-replacement host", "update bot", "delete-replaced host"]);
  assert.deepEqual(scene.journal.take(), minted());
});

function kinds(steps: readonly string[]): string[] {
  return steps.map((step) => step.replace(/ \[.*/, ""));
}
