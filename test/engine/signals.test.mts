import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { holdAnswers } from "../support/emulators.mts";
import { descendants } from "../support/processes.mts";
import { startUp } from "../support/run.mts";
import { openScene } from "../support/scene.mts";
import type { Stack } from "../support/stack.mts";

const scene = await openScene("signals");
const names = ["one", "two", "three", "four", "five"];
const program = `for (const name of ${JSON.stringify(names)})
  new ParticipantToken(name, { stageArn, duration: "12h" });`;
const minted = (count: number) => Array<string>(count).fill("wire CreateParticipantToken 200");
const interrupted = (text: string) =>
  [...text.matchAll(/::(\w+), interrupted while creating$/gm)].map(([, name]) => name);

/** An `up` of which one token is made, two are being made and the others aren't begun. */
async function inFlight(t: TestContext, stack: Stack) {
  scene.journal.take();
  const door = await holdAnswers(scene.emulator, 1);
  t.after(() => door.close());
  const up = startUp(scene, stack, door.url, ["--parallel", "2"]);
  await door.waiting(2);
  assert.deepEqual(scene.journal.take(), minted(3));
  return { up, door };
}

for (const [signal, said] of [
  ["SIGINT", /\^C received; cancelling\. If you would like to terminate immediately, press \^C again\./],
  [
    "SIGTERM",
    /SIGTERM received; cancelling\. If you would like to terminate immediately, send SIGTERM again\./,
  ],
] as const) {
  test(`one ${signal} starts no new step, waits for those that run, and the next up does the rest`, async (t) => {
    const stack = await scene.stack(signal.toLowerCase(), program);
    const { up, door } = await inFlight(t, stack);
    up.signal(signal);
    await up.line(said);
    door.release();
    const { status } = await up.ended();
    const text = up.printed();
    assert.equal(status, 1, text);
    assert.match(text, /error: update canceled/);
    const done = (await stack.state()).names;
    assert.equal(done.length, 3, text);
    assert.deepEqual(scene.journal.take(), []);

    const rest = names.filter((name) => !done.includes(name)).map((name) => `create ${name}`);
    const next = await stack.up();
    assert.deepEqual([next.steps.toSorted(), next.lines], [rest.toSorted(), []]);
    assert.deepEqual(scene.journal.take(), minted(2));
  });
}

test("a call without an answer holds one SIGINT up for no longer than a call may take", async (t) => {
  const stack = await scene.stack("bounded", program);
  await stack.configure({ "ivs-realtime:totalTimeout": "5" });
  const { up } = await inFlight(t, stack);
  up.signal("SIGINT");
  await up.line(/\^C received; cancelling/);
  const { status } = await up.ended();
  const text = up.printed();
  assert.equal(status, 1, text);
  assert.match(text, /was not created: no whole answer to CreateParticipantToken came within the 5 s/);
  assert.equal((await stack.state()).names.length, 1);
  const next = await stack.up();
  assert.deepEqual(next.lines, []);
  assert.deepEqual(scene.journal.take(), minted(4));
});

/** What every run that ends at once leaves: the done is kept, the rest is minted again, and a refresh cleans up. */
async function heals(stack: Stack): Promise<void> {
  const [kept] = (await stack.state()).names;
  const next = await stack.up();
  const rest = names.filter((name) => name !== kept);
  assert.deepEqual(next.steps.toSorted(), rest.map((name) => `create ${name}`).toSorted());
  assert.deepEqual(scene.journal.take(), minted(4));
  next.line(/^Attempting to deploy or update resources with 2 pending operations/);
  const lost = interrupted(next.lines.join("\n"));
  assert.equal(lost.length, 2);
  assert.ok(!lost.includes(kept));

  // Without the flag it keeps them, and each run warns of them again.
  await stack.refresh();
  assert.deepEqual(interrupted((await stack.up(["--expect-no-changes"])).lines.join("\n")), lost);
  const cleared = await stack.refresh(["--clear-pending-creates"]);
  assert.deepEqual(cleared.lines, []);
  const quiet = await stack.up(["--expect-no-changes"]);
  assert.deepEqual([quiet.steps, quiet.lines], [[], []]);
}

test("a second SIGINT loses only what was in flight, and the next up mints that again", async (t) => {
  const stack = await scene.stack("twice", program);
  const { up } = await inFlight(t, stack);
  up.signal("SIGINT");
  await up.line(/\^C received; cancelling/);
  up.signal("SIGINT");
  const { status } = await up.ended();
  const text = up.printed();
  assert.equal(status, 8, text);
  assert.match(text, /\^C received; terminating/);
  assert.match(text, /error: update cancelled/);
  assert.equal((await stack.state()).names.length, 1);
  await heals(stack);
});

test("a SIGKILL leaves a lock besides: pulumi cancel takes it away, and the next up mints again", async (t) => {
  const stack = await scene.stack("killed", program);
  const { up } = await inFlight(t, stack);
  const hosts = descendants(up.pid);
  up.signal("SIGKILL");
  assert.equal((await up.ended()).signal, "SIGKILL");
  for (const pid of hosts) end(pid);
  assert.equal((await stack.state()).names.length, 1);
  assert.match((await stack.fails("up")).text, /the stack is currently locked by 1 lock\(s\)/);
  assert.deepEqual(scene.journal.take(), []);
  const cancelled = await stack.command(["cancel", "--yes", "--stack", "dev"]);
  assert.equal(cancelled.status, 0, cancelled.text);
  await heals(stack);
});

/** The hosts of a pulumi that was killed live on, but the program ends by itself. */
function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, "ESRCH");
  }
}

test("a rotation that is ended at once keeps the old tokens, and the next up rotates what isn't", async (t) => {
  const stack = await scene.stack("rotation", program);
  await stack.up();
  const before = await stack.state();
  scene.clock.move(9 * 3600);
  const { up } = await inFlight(t, stack);
  up.signal("SIGINT");
  await up.line(/\^C received; cancelling/);
  up.signal("SIGINT");
  assert.equal((await up.ended()).status, 8);
  const after = await stack.state();
  const kept = names.filter((name) => before.get(name).id === after.get(name).id);
  assert.equal(kept.length, 4);
  assert.equal(after.pending.length, 1);

  const next = await stack.up();
  assert.equal(interrupted(next.lines.join("\n")).length, 2);
  assert.deepEqual(scene.journal.take(), minted(4));
  const done = await stack.state();
  assert.deepEqual(
    [done.pending, names.filter((name) => done.get(name).id === before.get(name).id)],
    [[], []],
  );
  await stack.refresh(["--clear-pending-creates"]);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).lines, []);
});
