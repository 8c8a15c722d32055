import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { holdAnswers } from "../support/emulators.mts";
import { bounded, descendants, type Running } from "../support/processes.mts";
import { startUp } from "../support/run.mts";
import { openScene } from "../support/scene.mts";
import type { Stack } from "../support/stack.mts";

const cli = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
// Later ups are to end: they say that nothing hangs.
const scene = await openScene("pending-creates", { environment: { HANGING: "bot" } });
const nothingHangs = { env: { HANGING: "" } };

/** What `status` says, without the stack's passphrase. */
async function status(stack: Stack) {
  const { PULUMI_CONFIG_PASSPHRASE: _, ...env } = scene.environment();
  const run = (...args: string[]) =>
    bounded(process.execPath, [cli, "status", ...args], { cwd: stack.folder, env });
  const { stdout, status: exit } = await run("--json");
  const { tokens, pendingCreates = [] } = JSON.parse(stdout) as Record<
    string,
    { name: string; state: string }[]
  >;
  const states = (all: { name: string; state: string }[] = []) =>
    all.map(({ name, state }) => `${name} ${state}`);
  return { exit, states: states(tokens), pending: states(pendingCreates), table: (await run()).stdout };
}

/** An `up` that waits for the answer to its call of that number, for ever. */
async function waiting(t: TestContext, stack: Stack, call: number): Promise<Running> {
  const door = await holdAnswers(scene.emulator, call - 1);
  t.after(() => door.close());
  const up = startUp(scene, stack, door.url);
  await door.waiting(1);
  return up;
}

/** Ends an `up` at once, with what it started, and takes its lock away. */
async function kill(up: Running, stack: Stack): Promise<void> {
  const hosts = descendants(up.pid);
  up.signal("SIGKILL");
  await up.ended();
  for (const pid of hosts) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "ESRCH");
    }
  }
  assert.equal((await stack.command(["cancel", "--yes", "--stack", "dev"])).status, 0);
}

/** The next `up` does all that is left; a line names what Pulumi still lists, until a refresh clears it. */
async function heals(stack: Stack, listed: readonly string[], states: readonly string[]): Promise<void> {
  await stack.up([], nothingHangs);
  const made = await status(stack);
  assert.deepEqual([made.exit, made.states, made.pending], [0, states, listed.map((name) => `${name} made`)]);
  const line = `a later up has made good: ${listed.join(", ")}. To end that: pulumi refresh --clear-pending-creates.`;
  assert.ok(made.table.includes(line), made.table);
  await stack.up(["--expect-no-changes"], nothingHangs);
  assert.deepEqual((await status(stack)).pending, made.pending);
  await stack.refresh(["--clear-pending-creates"]);
  const cleared = await status(stack);
  assert.deepEqual([cleared.exit, cleared.pending], [0, []]);
  assert.doesNotMatch(cleared.table, /clear-pending-creates/);
}

const pair = `const one = new ParticipantToken("one", { stageArn, duration: "12h" });
new ParticipantToken("two", { stageArn, duration: "7d", userId: one.participantId });`;

test("killed while it creates a token, then the one that uses it: each is due, and the next up makes both", async (t) => {
  const stack = await scene.stack("created", pair);
  await kill(await waiting(t, stack, 1), stack);
  const first = await status(stack);
  assert.deepEqual([first.exit, first.states, first.pending], [3, ["one due"], ["one due"]]);
  assert.match(first.table, /^one: the up that creates it did not finish: the next up creates it\./m);

  await kill(await waiting(t, stack, 2), stack);
  const second = await status(stack);
  assert.deepEqual([second.exit, second.states], [3, ["two due", "one fresh"]]);
  assert.deepEqual(second.pending, ["one made", "two due"]);
  await heals(stack, ["one", "two"], ["one fresh", "two fresh"]);
});

test("killed while it creates what uses a token: the token is due until that is made", async () => {
  const stack = await scene.stack(
    "used",
    `const one = new ParticipantToken("one", { stageArn, duration: "12h" });
     const between = new Witness("between", { sees: one.token, gives: one.participantId });
     new Witness("bot", { sees: between.given });`,
  );
  const up = startUp(scene, stack, scene.emulator.url);
  await up.line(/bot hangs on purpose/);
  await kill(up, stack);
  const found = await status(stack);
  assert.deepEqual([found.exit, found.states, found.pending], [3, ["one due"], ["bot due"]]);
  assert.match(
    found.table,
    /^one: the up that creates bot with it did not finish: the next up creates it\./m,
  );
  await heals(stack, ["bot"], ["one fresh"]);
});

test("killed while it rotates a token, then the one that uses it: due until an up has finished both", async (t) => {
  const stack = await scene.stack("rotated", pair);
  await stack.up();
  scene.clock.move(9 * 3600);
  await kill(await waiting(t, stack, 1), stack);
  const first = await status(stack);
  assert.deepEqual([first.exit, first.states, first.pending], [3, ["one due", "two fresh"], ["one kept"]]);
  await kill(await waiting(t, stack, 2), stack);
  const second = await status(stack);
  assert.deepEqual([second.exit, second.states], [3, ["one due", "two fresh"]]);
  assert.deepEqual(second.pending, ["one made", "two kept"]);
  assert.match(
    second.table,
    /^one: the up that replaced it was interrupted: two may still have the previous token/m,
  );
  await heals(stack, ["one", "two"], ["one fresh", "two fresh"]);
});

test("killed after deleteBeforeReplace deleted what uses a token: both are due", async (t) => {
  const stack = await scene.stack("deleted", pair.replace(/ }\);$/, " }, { deleteBeforeReplace: true });"));
  await stack.up();
  scene.clock.move(9 * 3600);
  await kill(await waiting(t, stack, 2), stack);
  const found = await status(stack);
  assert.deepEqual([found.exit, found.states, found.pending], [3, ["one due", "two due"], ["two due"]]);
  await heals(stack, ["two"], ["one fresh", "two fresh"]);
});

test("killed while it replaces a token for a change that is taken back: a line, and never due for it", async (t) => {
  const declared = (userId: string) => `new ParticipantToken("one", { stageArn, userId: "${userId}" });`;
  const stack = await scene.stack("taken-back", declared("a"));
  await stack.up();
  await stack.declare(declared("b"));
  await kill(await waiting(t, stack, 1), stack);
  await stack.declare(declared("a"));
  for (const when of ["before", "after"]) {
    const found = await status(stack);
    assert.deepEqual([found.exit, found.states, found.pending], [0, ["one fresh"], ["one kept"]], when);
    assert.match(found.table, /^An up that was to replace one was interrupted, and nothing was replaced\./m);
    await stack.up(["--expect-no-changes"]);
  }
  await stack.declare(declared("b"));
  await heals(stack, ["one"], ["one fresh"]);
});

test("a due token that is protected: up fails as status says, and rotates it once it isn't", async () => {
  const stack = await scene.stack(
    "protected",
    `new ParticipantToken("one", { stageArn }, { protect: true });`,
  );
  await stack.up();
  scene.clock.move(9 * 3600);
  assert.match(
    (await status(stack)).table,
    /^one: .*; it is protected, so pulumi up fails until the program/m,
  );
  assert.match((await stack.fails("up")).text, /unable to replace resource .* marked for protection/s);
  await stack.declare(`new ParticipantToken("one", { stageArn });`);
  await stack.up();
  const { exit, states } = await status(stack);
  assert.deepEqual([exit, states], [0, ["one fresh"]]);
});
