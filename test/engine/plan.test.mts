import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const scene = await openScene("plan");
const env = { PULUMI_EXPERIMENTAL: "true" };

test("a plan saved before the window is rejected inside it, and nothing is minted; one saved inside it runs", async () => {
  const stack = await scene.stack(
    "plan",
    `const host = new ParticipantToken("host", { stageArn, duration: "12h" });
     new Witness("bot", { sees: host.token });
     exports.token = host.token;`,
  );
  await stack.up();
  scene.journal.take();
  const [early, late] = ["early", "late"].map((name) => join(scene.folders.all, `${name}.plan`)) as [
    string,
    string,
  ];
  await stack.preview(["--save-plan", early], { env });
  scene.clock.set("2031-05-01T08:00:00Z");
  const run = await stack.fails("up", ["--plan", early], { env });
  run.line(/is due for rotation/);
  run.line(/^create-replacement is not allowed by the plan: this resource is constrained to same$/);
  assert.equal((await stack.outputs()).token, scene.tokens[0]);
  assert.deepEqual(scene.journal.take(), []);
  await stack.preview(["--save-plan", late], { env });
  assert.equal(
    (await stack.up(["--plan", late], { env })).steps[0],
    "create-replacement host [expirationTime]",
  );
});
