import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { holdAnswers } from "../support/emulators.mts";
import { bounded, start } from "../support/processes.mts";
import { startUp } from "../support/run.mts";
import { openScene } from "../support/scene.mts";
import { copyExample } from "../support/stack.mts";
import { mark } from "../support/witnessProvider.cjs";

const scene = await openScene("rotator");
const stack = await scene.stack(
  "rotated",
  `const host = new ParticipantToken("host", { stageArn, duration: "12h", rotateBefore: "4h" });
   const bot = new Witness("bot", { sees: host.token });
   new ParticipantToken("by-hand", { stageArn, duration: "1h", autoRotate: false });
   exports.token = host.token;`,
);
const folder = join(scene.folders.all, "rotator");
const mint = "wire CreateParticipantToken 200";
const rotation = () => [mint, `bot update ${mark(scene.tokens.at(-1))}`];
const idOf = async () => String((await stack.state()).get("host").id);

before(async () => {
  await copyExample("rotator", folder);
  await stack.up();
  scene.journal.take();
});

/** Runs the rotator once, as `npm start -- FOLDER STACK` does. */
async function rotator(env: NodeJS.ProcessEnv = {}, { folder: project } = stack) {
  const args = ["--run", "start", "--", project, "dev"];
  const ended = await bounded(process.execPath, args, {
    cwd: folder,
    env: { ...scene.environment(), ...env },
  });
  const text = `${ended.stdout}\n${ended.stderr}`;
  await writeFile(`${scene.nextRecord("rotator", "run")}.txt`, text);
  return { ...ended, text };
}

test("where nothing is due, a token with autoRotate off aside, it runs no up, and says what is due next", async () => {
  scene.clock.set("2031-05-01T07:59:59Z");
  const { status, text } = await rotator();
  assert.equal(status, 0, text);
  assert.match(text, /^Nothing is due\. Next: host, at 2031-05-01T08:00:00Z\.$/m);
  assert.doesNotMatch(text, /Updating/);
});

test("where a token is due it rotates, and says which became which", async () => {
  scene.clock.set("2031-05-01T08:00:00Z");
  const old = await idOf();
  const { status, text } = await rotator();
  assert.equal(status, 0, text);
  assert.match(text, new RegExp(`^host: ${old} -> ${await idOf()}, expires 2031-05-01T20:00:00Z$`, "m"));
  assert.doesNotMatch(text, /by-hand: /);
  assert.deepEqual(scene.journal.take(), rotation());
  assert.equal((await stack.outputs()).token, scene.tokens.at(-1));
});

test("while one rotates another leaves it to that one: one mint, and both end well", async (t) => {
  scene.clock.set("2031-05-01T16:00:00Z");
  const door = await holdAnswers(scene.emulator);
  t.after(() => door.close());
  const first = rotator({ AWS_ENDPOINT_URL_IVS_REALTIME: door.url });
  await door.waiting(1);
  const second = await rotator();
  assert.equal(second.status, 0, second.text);
  assert.match(second.text, /^Another run holds the stack's lock: this one leaves it to that\.$/m);
  door.release();
  const { status, text } = await first;
  assert.equal(status, 0, text);
  assert.match(text, /^host: \w+ -> \w+, expires 2031-05-02T04:00:00Z$/m);
  assert.deepEqual(scene.journal.take(), rotation());
});

test("two that start at the same instant mint one token at most, both end well, and the next run has it done", async () => {
  scene.clock.set("2031-05-02T00:00:00Z");
  for (const { status, text } of await Promise.all([rotator(), rotator()])) assert.equal(status, 0, text);
  const minted = () => scene.journal.take().filter((line) => line === mint).length;
  const atOnce = minted();
  assert.ok(atOnce <= 1);
  const { status, text } = await rotator();
  assert.equal(status, 0, text);
  assert.equal(atOnce + minted(), 1);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("a lock is no trouble in the first half of the window, and ends it with 1 from then on", async (t) => {
  const ends = async (time: string) => {
    scene.clock.set(time);
    return rotator();
  };
  scene.clock.set("2031-05-02T08:00:00Z");
  const door = await holdAnswers(scene.emulator);
  t.after(() => door.close());
  const up = startUp(scene, stack, door.url);
  await door.waiting(1);
  assert.equal((await ends("2031-05-02T10:00:00Z")).status, 0);
  for (const time of ["2031-05-02T10:00:01Z", "2031-05-02T12:00:00Z"]) {
    const { status, stderr } = await ends(time);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^Another run holds the stack's lock, but more than half of the window has passed for host\. .*: pulumi cancel --stack dev$/m,
    );
  }
  door.release();
  assert.equal((await up.ended()).status, 0);
});

test("an up that fails ends it with 1 and Pulumi's own words, and the next run rotates", async () => {
  scene.clock.set("2031-05-02T16:00:00Z");
  scene.journal.take();
  const undo = scene.emulator.fault({ operation: "CreateParticipantToken", status: 402 });
  const { status, text } = await rotator();
  undo();
  assert.equal(status, 1, text);
  assert.match(text, /error: .*host/);
  assert.match(text, /^pulumi up failed, for what it says above\.$/m);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 402"]);
  assert.equal((await rotator()).status, 0);
  assert.deepEqual(scene.journal.take(), rotation());
});

test("a rotation whose user can't be updated ends it with 1, a lock then too after a while, and the next run goes on without another mint", async () => {
  scene.clock.set("2031-05-02T22:00:00Z");
  await stack.up();
  scene.clock.set("2031-05-03T06:00:00Z");
  scene.journal.take();
  assert.equal((await rotator({ BROKEN: "bot" })).status, 1);
  assert.deepEqual(scene.journal.take(), [mint]);
  const locks = join(scene.folders.backend, ".pulumi", "locks", "organization", "rotated", "dev");
  await mkdir(locks, { recursive: true });
  await writeFile(join(locks, "dead.json"), "{}");
  for (const [time, status] of [
    ["2031-05-03T08:00:00Z", 0],
    ["2031-05-03T08:00:01Z", 1],
    ["2031-05-03T18:00:00Z", 1],
  ] as const) {
    scene.clock.set(time);
    const locked = await rotator();
    assert.equal(locked.status, status, locked.text);
    assert.match(locked.text, /^Another run holds the stack's lock/m);
  }
  assert.deepEqual(scene.journal.take(), []);
  await rm(locks, { recursive: true });
  scene.clock.set("2031-05-03T13:59:59Z");
  const { status, text } = await rotator();
  assert.equal(status, 0, text);
  assert.deepEqual(scene.journal.take(), rotation().slice(1));
  assert.match((await rotator()).text, /^Nothing is due\./m);
});

test("one SIGTERM lets the mint that runs finish and frees the lock", async (t) => {
  scene.clock.set("2031-05-03T14:00:00Z");
  scene.journal.take();
  const door = await holdAnswers(scene.emulator);
  t.after(() => door.close());
  const PATH = `${join(folder, "node_modules", ".bin")}:${process.env.PATH}`;
  const env = { ...scene.environment(), PATH, AWS_ENDPOINT_URL_IVS_REALTIME: door.url };
  const run = start(process.execPath, ["index.ts", stack.folder, "dev"], { cwd: folder, env });
  await door.waiting(1);
  run.signal("SIGTERM");
  // Before pulumi has taken the signal, it may start the next step.
  await run.line(/received; cancelling/);
  door.release();
  const { status, signal } = await run.ended();
  assert.deepEqual([status, signal], [1, null], run.printed());
  assert.equal((await stack.state()).get("host").outputs.issuedTime, "2031-05-03T14:00:00Z");
  // No lock is left that would stop the next run, and that does the rest.
  const rest = await rotator();
  assert.equal(rest.status, 0, rest.text);
  assert.match(rest.text, /^No token is new: what an earlier run left undone is done\.$/m);
  assert.deepEqual(scene.journal.take(), rotation());
  assert.equal((await stack.state()).pending.length, 0);
});

test("a stack that isn't there ends it with an error", async () => {
  const args = ["--run", "start", "--", stack.folder, "none"];
  const { status, stderr } = await bounded(process.execPath, args, { cwd: folder, env: scene.environment() });
  assert.equal(status, 1);
  assert.match(stderr, /no stack named 'none' found/);
  assert.doesNotMatch(stderr, /^ +at /m);
});

test("a token whose due time is unknown is named with the reason at each run, and ends it with 1", async () => {
  const hidden = await scene.stack(
    "hidden",
    `const additionalSecretOutputs = ["expirationTime"];
     new ParticipantToken("hidden", { stageArn, duration: "12h" }, { additionalSecretOutputs });
     new ParticipantToken("host", { stageArn, duration: "12h", rotateBefore: "4h" });`,
  );
  await hidden.up();
  const said =
    /^It is unknown when hidden is due: its expirationTime, rotationTime or clockSkew is a secret in the state,/;
  const fresh = await rotator({}, hidden);
  assert.equal(fresh.status, 1, fresh.text);
  assert.match(fresh.stderr, said);
  assert.match(fresh.stdout, /^Nothing else is due\. Next: host, at /m);
  scene.clock.move(8 * 3600);
  scene.journal.take();
  const due = await rotator({}, hidden);
  assert.equal(due.status, 1, due.text);
  assert.match(due.stderr, said);
  assert.match(due.stdout, /^host: \w+ -> \w+, expires /m);
  assert.equal((await rotator({}, hidden)).status, 1);
});

test("run every minute it mints exactly as often as a token is due", async () => {
  const short = await scene.stack(
    "every-minute",
    `new ParticipantToken("host", { stageArn, duration: "6m", rotateBefore: "3m" });`,
  );
  await short.up();
  scene.journal.take();
  const minted: number[] = [];
  for (let minute = 1; minute <= 7; minute += 1) {
    scene.clock.move(60);
    assert.equal((await rotator({}, short)).status, 0);
    if (scene.journal.take().includes(mint)) minted.push(minute);
  }
  assert.deepEqual(minted, [3, 6]);
});
