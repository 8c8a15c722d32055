import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { openScene, stageArn } from "../support/scene.mts";
import { mark } from "../support/witnessProvider.cjs";

const scene = await openScene("disconnect");
const reason = "The token was deleted (disconnectOnDelete)";
const operation = "DisconnectParticipant";
const disconnected = () =>
  scene.emulator.requests.filter((request) => request.operation === operation).map(({ input }) => input);

test("disconnectOnDelete takes effect one up after it is switched on, at rotations too", async () => {
  const program = (early: boolean, late: boolean) =>
    `const early = new ParticipantToken("early", { stageArn, duration: "12h", disconnectOnDelete: ${early} });
     new ParticipantToken("late", { stageArn, duration: "12h", disconnectOnDelete: ${late} });
     new Witness("bot", { sees: early.token });
     exports.early = early.token;`;
  const stack = await scene.stack("disconnect", program(false, false));
  await stack.up();
  scene.journal.take();
  await stack.declare(program(true, false));
  assert.deepEqual((await stack.up()).steps, ["update early"]);
  assert.deepEqual(scene.journal.take(), []);

  const { id } = (await stack.state()).get("early");
  scene.clock.set("2031-05-01T08:00:00Z");
  await stack.declare(program(true, true));
  const run = await stack.up();
  assert.match(
    run.line(/"early".*is due for rotation/),
    / A participant that is live on the old token is disconnected when it is deleted, as disconnectOnDelete was on at the last run\.$/,
  );
  assert.match(
    run.line(/"late".*is due for rotation/),
    / The old token's participant stays connected: disconnectOnDelete takes effect from the next rotation on\.$/,
  );
  assert.equal(
    run.line(/is not live/),
    `ParticipantToken "early" (participant ${id}) is not live: the token stays valid until 2031-05-01T12:00:00Z ` +
      "(a 404: it never joined, it has left, or its stage is gone, without which the token lets nobody in).",
  );
  const journal = scene.journal.take();
  const { early } = await stack.outputs();
  assert.equal(journal.filter((line) => line === "wire CreateParticipantToken 200").length, 2);
  assert.deepEqual(
    journal.filter((line) => line !== "wire CreateParticipantToken 200"),
    [`bot update ${mark(early)}`, "wire DisconnectParticipant 404"],
  );
  assert.deepEqual(disconnected(), [{ stageArn, participantId: id, reason }]);

  const state = await stack.state();
  const ids = ["early", "late"].map((name) => state.get(name).id);
  scene.emulator.fault({ operation, times: 1, rawBody: "{}" });
  scene.emulator.fault({ operation, times: 1, status: 400, message: "no such participant" });
  const destroyed = await stack.destroy();
  // Of the two, the one that the service disconnected says nothing.
  assert.match(
    destroyed.line(/./),
    / is taken to have never joined: the token stays valid until 2031-05-01T20:00:00Z \(.* a 400, which isn't documented .*\)\.$/,
  );
  assert.deepEqual((await stack.state()).names, []);
  assert.deepEqual(scene.journal.take().toSorted(), [
    "bot delete",
    "wire DisconnectParticipant 200",
    "wire DisconnectParticipant 400",
  ]);
  assert.deepEqual(
    disconnected()
      .slice(1)
      .map((input) => (input as { participantId: string }).participantId)
      .sort(),
    ids.sort(),
  );
});

test("a destroy that may not disconnect who is live fails, names the IAM action, and heals", async () => {
  const stack = await scene.stack(
    "denied",
    'new ParticipantToken("host", { stageArn, disconnectOnDelete: true });',
  );
  await stack.up();
  const { id } = (await stack.state()).get("host");
  await scene.emulator.join(scene.tokens.at(-1) ?? "");
  const message = "User is not authorized to perform: ivs:DisconnectParticipant";
  const undo = scene.emulator.fault({ operation, status: 403, message });
  const run = await stack.fails("destroy");
  run.line(
    new RegExp(
      `^ParticipantToken "host" \\(participant ${id}\\) was not deleted: disconnectOnDelete is on and its participant ` +
        "could not be disconnected, since these credentials may not call DisconnectParticipant on " +
        `${stageArn}: allow the IAM action ivs:DisconnectParticipant on that resource ` +
        `\\[AccessDeniedException: ${message}; HTTP 403; request ID [0-9a-f-]{36}\\]\\. Refresh and destroy use the stack config of the last pulumi up; --run-program makes them use today's\\. The next pulumi up or destroy tries again\\. ` +
        `To give it up instead, run pulumi state delete in a terminal and pick the one whose ID is ${id}$`,
    ),
  );
  assert.deepEqual((await stack.state()).names, ["host"]);
  undo();
  scene.journal.take();
  const destroyed = await stack.destroy();
  assert.deepEqual([destroyed.steps, destroyed.lines], [["delete host"], []]);
  assert.deepEqual(scene.journal.take(), ["wire DisconnectParticipant 200"]);
  assert.deepEqual((await stack.state()).names, []);
});

describe("with credentials that may do no more than mint", () => {
  before(() => {
    for (const forbidden of ["GetStage", operation] as const)
      scene.emulator.fault({ operation: forbidden, status: 403 });
  });

  test("ivs:CreateParticipantToken is enough to create, rotate, refresh and destroy", async () => {
    const stack = await scene.stack(
      "least",
      `const host = new ParticipantToken("host", { stageArn });
       exports.token = host.token;`,
    );
    scene.journal.take();
    await stack.up();
    const minted = await stack.outputs();
    const refreshed = await stack.refresh(["--expect-no-changes"]);
    refreshed.line(/are kept as they are: .* allow the IAM action ivs:GetStage on that resource/);
    assert.deepEqual(await stack.outputs(), minted);
    scene.clock.move(8 * 3600);
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
    const stack = await scene.stack("forbidden", program(true));
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
});
