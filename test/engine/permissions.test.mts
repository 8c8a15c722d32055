import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const scene = await openScene("permissions");
for (const operation of ["GetStage", "DisconnectParticipant"] as const)
  scene.emulator.fault({ operation, status: 403 });

test("ivs:CreateParticipantToken is enough to create, rotate, refresh and destroy", async () => {
  const stack = await scene.stack(
    "least",
    `const host = new ParticipantToken("host", { stageArn });
     exports.token = host.token;`,
  );
  await stack.up();
  const minted = await stack.outputs();
  const refreshed = await stack.refresh(["--expect-no-changes"]);
  refreshed.line(/are kept as they are: .* allow the IAM action ivs:GetStage on that resource/);
  assert.deepEqual(await stack.outputs(), minted);
  scene.clock.set("2031-05-01T08:00:00Z");
  assert.equal((await stack.up()).steps[0], "create-replacement host [expirationTime]");
  await stack.destroy();
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 200",
    "wire GetStage 403",
    "wire CreateParticipantToken 200",
  ]);
});

test("disconnectOnDelete without ivs:DisconnectParticipant: the new token is in use, the old one stays until it is allowed or given up", async () => {
  const program = (on: boolean) =>
    `const host = new ParticipantToken("host", { stageArn, disconnectOnDelete: ${on} });
     exports.token = host.token;`;
  const stack = await scene.stack("disconnect", program(true));
  await stack.up();
  scene.clock.move(8 * 3600);
  const run = await stack.fails("up");
  assert.deepEqual(run.steps, ["create-replacement host [expirationTime]", "delete-replaced host"]);
  run.line(
    /^ParticipantToken "host".* was not deleted: .*allow the IAM action ivs:DisconnectParticipant.*pulumi state delete in a terminal and pick the one whose ID is [A-Za-z0-9]+$/,
  );
  assert.equal((await stack.outputs()).token, scene.tokens.at(-1));
  assert.equal((await stack.state()).pending.length, 1);
  // Switching it off doesn't help: a deletion reads the state of the token that it deletes.
  await stack.declare(program(false));
  scene.journal.take();
  await stack.fails("up");
  assert.deepEqual(scene.journal.take(), ["wire DisconnectParticipant 403"]);
  // Giving it up takes a terminal, as both tokens have one URN: `pulumi state delete` asks there which one is meant.
  const [old] = (await stack.state()).pending;
  const given = await stack.command(["state", "delete", "--yes", "--stack", "dev", String(old?.urn)]);
  assert.match(given.text, /Resource URN ambiguously referred to multiple resources/);
  assert.ok(given.text.includes(String(old?.id)), given.text);
});
