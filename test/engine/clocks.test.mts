import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { RewriteFault } from "ivs-realtime-emulator";
import { frozenAt } from "../support/environment.mts";
import { bounded } from "../support/processes.mts";
import { openScene } from "../support/scene.mts";

const scene = await openScene("clocks");
const cli = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
const [minute, hour] = [60, 3600];
let stacks = 0;

/** A stack of its own with tokens of that declaration, half a day after the last one. */
function stackOf(names: readonly string[], declaration: string) {
  scene.clock.move(12 * hour);
  stacks += 1;
  const tokens = names.map((name) => `new ParticipantToken("${name}", { stageArn, ${declaration} });`);
  return scene.stack(`clocks-${stacks}`, tokens.join("\n"));
}

/** An instant that is so many seconds from the service's time, and this machine at it. */
const from = (seconds: number) => new Date(scene.clock().getTime() + seconds * 1000);
const machine = (seconds: number) => ({ env: frozenAt(from(seconds).toISOString()) });
const iso = (time: Date) => time.toISOString().replace(".000Z", "Z");

/** Bends good answers until the end of a test. */
function bend(t: TestContext, headers: RewriteFault["headers"], expiry = 0): void {
  const rewrite = (body: Record<string, unknown>) => {
    const token = body.participantToken as { expirationTime: string };
    token.expirationTime = new Date(Date.parse(token.expirationTime) + expiry * 1000).toISOString();
    return body;
  };
  t.after(
    scene.emulator.fault({ operation: "CreateParticipantToken", rewrite, ...(headers && { headers }) }),
  );
}

async function timesOf(stack: Awaited<ReturnType<typeof stackOf>>, name = "host") {
  const { issuedTime, expirationTime, clockSkew } = (await stack.state()).get(name).outputs;
  return { issuedTime, expirationTime, clockSkew };
}

/** What `status` says on a machine whose clock is so many seconds from the service's. */
async function statusAt(folder: string, seconds: number) {
  const env = { ...scene.environment(), ...machine(seconds).env };
  const ended = await bounded(process.execPath, [cli, "status", "--stack", "dev", "--json"], {
    cwd: folder,
    env,
  });
  const [token] = JSON.parse(ended.stdout).tokens;
  return { status: ended.status, state: token.state, reason: token.reason, notes: token.notes };
}

for (const off of [5 * hour, -5 * hour]) {
  test(`a Date that is ${off / hour} h off stays out of the state, and is named once for all tokens`, async (t) => {
    const stack = await stackOf(["host", "guest", "bot"], "duration: 60");
    bend(t, { date: from(off).toUTCString() });
    const now = scene.clock();
    scene.journal.take();
    const run = await stack.up();
    assert.match(run.line(/./), /answers have a Date that is 5 h (ahead|behind) by .*\(3 tokens\)/);
    const expected = { issuedTime: iso(now), expirationTime: iso(from(hour)), clockSkew: undefined };
    for (const name of ["host", "guest", "bot"]) assert.deepEqual(await timesOf(stack, name), expected);
    assert.deepEqual(scene.journal.take(), Array(3).fill("wire CreateParticipantToken 200"));
    const quiet = await stack.up(["--expect-no-changes"]);
    assert.deepEqual([quiet.steps, quiet.lines], [[], []]);
  });
}

test("a Date that is 10 min off refuses no later call", async (t) => {
  const stack = await stackOf(
    Array.from({ length: 20 }, (_, index) => `host${index}`),
    "duration: 60",
  );
  bend(t, { date: from(10 * minute).toUTCString() });
  scene.journal.take();
  const run = await stack.up();
  assert.equal(run.lines.length, 1, run.text);
  // All of them, unless the engine pauses in between.
  assert.match(run.line(/./), /Date that is 10 min ahead by .*\(\d+ tokens?\)/);
  assert.deepEqual(scene.journal.take(), Array(20).fill("wire CreateParticipantToken 200"));
});

test("an expirationTime that is 20 h too far isn't counted on", async (t) => {
  const stack = await stackOf(["host"], "duration: 60");
  bend(t, undefined, 20 * hour);
  const run = await stack.up();
  assert.match(
    run.line(/./),
    /expirationTime that is 20 h later than what was asked for can give \(1 token\)/,
  );
  const { expirationTime } = await timesOf(stack);
  assert.equal(expirationTime, iso(from(hour)));
  scene.clock.move(40 * minute);
  assert.deepEqual((await stack.preview()).steps, [
    "create-replacement host [expirationTime]",
    "delete-replaced host",
  ]);
});

for (const [declaration, due] of [
  ["duration: 60", "6 min 40 s before expiration (a third of its actual lifetime of 20 min)"],
  ["duration: 60, rotateBefore: 5", "5 min before expiration (rotateBefore)"],
] as const) {
  test(`a life of 20 min of 60 is said, and taken as it is: ${declaration}`, async (t) => {
    const stack = await stackOf(["host"], declaration);
    bend(t, undefined, -40 * minute);
    const run = await stack.up();
    const said = `the service gave it 20 min, less than the 1 h that were asked for; it is due ${due}.`;
    assert.ok(run.line(/./).endsWith(said), run.text);
    const times = { issuedTime: iso(from(0)), expirationTime: iso(from(20 * minute)), clockSkew: undefined };
    assert.deepEqual(await timesOf(stack), times);
  });
}

test("a machine that is 2 h behind mints, says so, and its preview, up and status are in time", async () => {
  const stack = await stackOf(["host", "guest"], "duration: 60");
  const behind = -2 * hour;
  scene.journal.take();
  const created = await stack.up([], machine(behind));
  assert.match(
    created.line(/./),
    /^This machine's clock is 2 h behind by the service's answers \(2 tokens\): by it alone rotations would come 2 h too late/,
  );
  const wire = scene.journal.take();
  assert.equal(wire.filter((line) => line === "wire CreateParticipantToken 200").length, 2);
  assert.ok(wire.length <= 4, wire.join());
  const times = { issuedTime: iso(from(0)), expirationTime: iso(from(hour)), clockSkew: behind };
  assert.deepEqual(await timesOf(stack), times);

  scene.clock.move(40 * minute - 1);
  assert.deepEqual((await stack.preview(["--expect-no-changes"], machine(behind))).steps, []);
  const fresh = await statusAt(stack.folder, behind);
  assert.deepEqual([fresh.status, fresh.state], [0, "fresh"]);
  assert.match(fresh.notes.join(), /^the clock of the machine that minted it was 2 h behind/);

  scene.clock.move(1);
  const due = await statusAt(stack.folder, behind);
  assert.deepEqual([due.status, due.state], [3, "due"]);
  assert.match(
    due.reason,
    /^by this machine's clock and the 2 h that it was behind .*, it expires in 20 min/,
  );
  const rotated = await stack.up([], machine(behind));
  assert.equal(rotated.steps.filter((step) => step.startsWith("create-replacement")).length, 2);
  const quiet = await stack.up(["--expect-no-changes"], machine(behind));
  assert.deepEqual([quiet.steps, quiet.lines], [[], []]);

  // Set right: at worst too early, and once.
  assert.equal((await stack.up()).steps.filter((step) => step.startsWith("create-replacement")).length, 2);
  assert.equal((await timesOf(stack)).clockSkew, undefined);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("a shortened life isn't taken for a wrong clock, beside one", async (t) => {
  const stack = await stackOf(["host"], "duration: 60");
  bend(t, undefined, -40 * minute);
  const run = await stack.up([], machine(-2 * hour));
  run.line(/the service gave it 20 min, less than the 1 h/);
  run.line(/^This machine's clock is 2 h behind /);
  const times = { issuedTime: iso(from(0)), expirationTime: iso(from(20 * minute)), clockSkew: -2 * hour };
  assert.deepEqual(await timesOf(stack), times);
});

test("a machine that is ahead of the whole fresh part rotates on each run, and each run says so", async () => {
  const stack = await stackOf(["host"], "duration: 720");
  const line =
    /^This machine's clock is 10 h ahead by the service's answers \(1 token\): by it rotations come 10 h too early\. 1 token is due at once, so the next pulumi up rotates it again, on each run: set the clock right\.$/;
  const ahead = machine(10 * hour);
  (await stack.up([], ahead)).line(line);
  const times = { issuedTime: iso(from(0)), expirationTime: iso(from(12 * hour)), clockSkew: 10 * hour };
  assert.deepEqual(await timesOf(stack), times);
  const again = await stack.up([], ahead);
  assert.deepEqual(again.steps, ["create-replacement host [expirationTime]", "delete-replaced host"]);
  again.line(line);
  const right = await statusAt(stack.folder, 0);
  assert.deepEqual([right.status, right.state], [0, "fresh"]);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});
