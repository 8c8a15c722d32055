import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const scene = await openScene("upRefresh");
const stack = await scene.stack(
  "upRefresh",
  `new ParticipantToken("host", { stageArn, duration: "12h" });
   new ParticipantToken("manual", { stageArn, duration: "1h", autoRotate: false });`,
);
await stack.up();
scene.clock.set("2031-05-01T08:00:00Z");
scene.journal.take();
const preview = await stack.preview(["--refresh"]);
const run = await stack.up(["--refresh"]);

test("up --refresh asks for the stage and rotates in one go", () => {
  const rotation = ["create-replacement host [expirationTime]", "delete-replaced host"];
  for (const { steps } of [preview, run]) {
    assert.deepEqual(
      steps.filter((step) => !step.startsWith("refresh")),
      rotation,
    );
  }
  assert.deepEqual(scene.journal.take(), [
    "wire GetStage 200",
    "wire GetStage 200",
    "wire CreateParticipantToken 200",
  ]);
});

test("up --refresh says once what there is to say of a token", () => {
  for (const { lines } of [preview, run]) {
    assert.equal(lines.filter((line) => line.includes('"host"')).length, 1, lines.join("\n"));
    assert.equal(lines.filter((line) => line.includes('"manual"')).length, 1, lines.join("\n"));
  }
});
