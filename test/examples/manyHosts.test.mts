import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import { openScene, stageArn } from "../support/scene.mts";

const scene = await openScene("many-hosts");
const stack = await scene.example("many-hosts");

const alice = { userId: "alice" };
const camera = { userId: "camera-2", capabilities: ["PUBLISH"], duration: "7d", rotateBefore: "2d" };
const carol = { userId: "carol", duration: "24h" };

const list = (hosts: unknown) =>
  stack.configure({ "many-hosts:stageArn": stageArn, "many-hosts:hosts": hosts });
const mayDo = (token = "") => decodeJwt(token).capabilities;
const tokens = async () => (await stack.outputs()).tokens as Record<string, string>;

test("each person of the list has a token, and what it says in the list is what they may do", async () => {
  await list([alice, camera]);
  const run = await stack.up();
  assert.deepEqual(run.steps.toSorted(), ["create alice", "create camera-2"]);
  assert.match(run.stdout, /alice *: \[secret\]/);
  const minted = await tokens();
  assert.deepEqual(Object.keys(minted), ["alice", "camera-2"]);
  assert.deepEqual(mayDo(minted.alice), { allow_publish: true, allow_subscribe: true });
  assert.deepEqual(mayDo(minted["camera-2"]), { allow_publish: true, allow_subscribe: false });
  for (const token of Object.values(minted)) await scene.emulator.join(token);
});

test("who is added gets a token, and nobody else a new one", async () => {
  const before = await tokens();
  await list([carol, alice, camera]);
  assert.deepEqual((await stack.up()).steps, ["create carol"]);
  const { carol: added, ...others } = await tokens();
  assert.deepEqual(others, before);
  assert.equal(added, scene.tokens[2]);
});

test("a new order of the list changes nothing", async () => {
  await list([camera, carol, alice]);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("who is due is rotated alone", async () => {
  const before = await tokens();
  scene.clock.set("2031-05-01T08:00:00Z");
  assert.deepEqual((await stack.up()).steps, [
    "create-replacement alice [expirationTime]",
    "delete-replaced alice",
  ]);
  assert.deepEqual(await tokens(), { ...before, alice: scene.tokens[3] });

  scene.clock.set("2031-05-01T16:00:00Z");
  // Carol's at 16:00, and alice's second, which is of 08:00.
  const { steps } = await stack.up();
  assert.deepEqual(steps.toSorted(), [
    "create-replacement alice [expirationTime]",
    "create-replacement carol [expirationTime]",
    "delete-replaced alice",
    "delete-replaced carol",
  ]);
  assert.equal((await tokens())["camera-2"], before["camera-2"]);
});

test("who is removed loses the token, and nobody else", async () => {
  const { alice: removed, ...others } = await tokens();
  await list([camera, carol]);
  assert.deepEqual((await stack.up()).steps, ["delete alice"]);
  assert.deepEqual(await tokens(), others);
  // Nothing revokes a token.
  await scene.emulator.join(String(removed));
});

test("everything wrong in the list is reported at once and by its place, before any call", async () => {
  const pasted = "a-secret-in-the-wrong-line";
  const [wrong, worse] = [
    { userId: `${pasted} ` },
    { userId: "carol", capabilities: [pasted], role: pasted },
  ];
  await list([{ userId: "new" }, carol, wrong, carol, worse]);
  scene.journal.take();
  const { text } = await stack.fails("up");
  assert.ok(!text.includes(pasted), text);
  assert.match(
    text,
    new RegExp(
      [
        "hosts\\[2\\] needs a userId: 1 to 128 letters, digits, dots, underscores and hyphens, a letter or digit first",
        "hosts\\[3\\] has the userId of hosts\\[1\\]",
        "hosts\\[4\\] has the userId of hosts\\[1\\]",
        "hosts\\[4\\] has capabilities that aren't a list of PUBLISH and SUBSCRIBE",
        "hosts\\[4\\] has a field that is none of userId, capabilities, duration, rotateBefore",
      ].join("\\s+"),
    ),
  );
  assert.deepEqual(scene.journal.take(), []);
});

test("a value that isn't a list of people is reported before any call", async () => {
  for (const hosts of ["alice", alice, 7, ["alice"]]) {
    await list(hosts);
    assert.match((await stack.fails("up")).text, /key 'hosts' must be of type 'array<object>'/);
  }
  assert.deepEqual(scene.journal.take(), []);
});

test("an impossible span of time is reported by a preview", async () => {
  await list([camera, { ...carol, duration: "15d" }]);
  (await stack.fails("preview")).line(/'carol' has a problem: duration is "15d", but/);
  assert.deepEqual(scene.journal.take(), []);
});

test("destroy leaves nothing", async () => {
  await list([camera, carol]);
  assert.deepEqual((await stack.destroy()).steps.toSorted(), ["delete camera-2", "delete carol"]);
});
