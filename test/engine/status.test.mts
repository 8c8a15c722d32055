import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bounded } from "../support/processes.mts";
import { openScene } from "../support/scene.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const cli = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
const scene = await openScene("status");
const user = scene.secret("USER_ID", "a-name-that-is-a-secret");
const stack = await scene.stack(
  "status",
  `const { nextRotation } = require("pulumi-ivs-realtime");
   const early = new ParticipantToken("early", { stageArn, duration: "6h", rotateBefore: pulumi.secret("1h") });
   const late = new ParticipantToken("late", { stageArn, userId: pulumi.secret(process.env.USER_ID), duration: "12h" });
   const kept = new ParticipantToken("kept", { stageArn, duration: "2h", autoRotate: false });
   exports.rotateBy = nextRotation([late, kept, early]);
   exports.never = nextRotation([kept]);
   exports.isKnown = pulumi.output(nextRotation([late, kept]).isKnown);`,
);

/** Runs the command as a user does, without the stack's passphrase. */
async function status(
  args: readonly string[],
  input?: string,
  more: NodeJS.ProcessEnv = {},
  cwd = stack.folder,
) {
  const { PULUMI_CONFIG_PASSPHRASE: _, ...own } = scene.environment();
  const all = [cli, "status", ...args];
  const env = { ...own, ...more };
  const ended = await bounded(process.execPath, all, { cwd, env, ...(input && { input }) });
  assert.ok(!`${ended.stdout}${ended.stderr}`.includes(user));
  return ended;
}

const states = (stdout: string) =>
  (JSON.parse(stdout).tokens as { name: string; state: string }[]).map(
    ({ name, state }) => `${name} ${state}`,
  );

test("without the passphrase it lists every token, and its exit status says that none is due", async () => {
  await stack.up();
  const { stdout, stderr, status: exit } = await status(["--stack", "dev", "--json"]);
  assert.deepEqual([stderr, exit], ["", 0]);
  assert.deepEqual(states(stdout), ["kept manual", "early fresh", "late fresh"]);
  assert.match((await status([])).stdout, /^late +\[secret\] +us-west-2/m);
});

test("nextRotation is the first rotationTime of those that rotate", async () => {
  assert.deepEqual(await stack.outputs(), { rotateBy: "2031-05-01T05:00:00Z", isKnown: true });
});

test("in a preview it is unknown while one of them has no rotationTime", async () => {
  assert.match((await stack.preview()).stdout, /~ isKnown *: true => false/);
});

test("it agrees with preview on what is due: a secret rotateBefore to the second", async () => {
  scene.clock.set("2031-05-01T04:59:59Z");
  assert.equal((await status(["--stack", "dev"])).status, 4, "kept has expired");
  assert.deepEqual((await stack.preview()).steps, []);
  scene.clock.set("2031-05-01T05:00:00Z");
  assert.deepEqual(states((await status(["--json"])).stdout), ["early due", "kept manual", "late fresh"]);
  assert.ok((await stack.preview()).steps.includes("create-replacement early [expirationTime]"));
});

test("the output of `pulumi stack export` on standard input gives the same report", async () => {
  const { PULUMI_CONFIG_PASSPHRASE: _, ...env } = scene.environment();
  const exported = await bounded("pulumi", ["stack", "export"], { cwd: stack.folder, env });
  assert.equal((await status(["-"], exported.stdout)).stdout, (await status([])).stdout);
});

test("options by environment don't change the export, but say of which stack it is, as for up", async (t) => {
  const folder = temporaryFolder(t);
  const plain = await status(["--json"]);
  const file = join(folder, "export.json");
  for (const [name, value] of Object.entries({
    SHOW_SECRETS: "true",
    FILE: file,
    VERSION: "1",
    DEBUG: "true",
  })) {
    const ended = await status(["--json"], undefined, { [`PULUMI_OPTION_${name}`]: value });
    assert.deepEqual(ended, plain, name);
  }
  assert.deepEqual(readdirSync(folder), []);
  const place = { PULUMI_OPTION_CWD: stack.folder };
  assert.deepEqual(await status(["--json"], undefined, place, folder), plain);
  const other = { PULUMI_OPTION_STACK: "other" };
  assert.match((await status([], undefined, other)).stderr, /no stack named 'other' found/);
  assert.deepEqual(await status(["--json", "--stack", "dev"], undefined, other), plain);
});

test("once up has run, it is fresh again and the time of that up is shown", async () => {
  const before = JSON.parse((await status(["--json"])).stdout).lastUpdate;
  await stack.up();
  const after = JSON.parse((await status(["--json"])).stdout);
  assert.ok(after.lastUpdate > before);
  assert.deepEqual(states(JSON.stringify(after)), ["kept manual", "late fresh", "early fresh"]);
});

test("after an interrupted up, what still has the old token makes the new one due until an up has finished it", async () => {
  await stack.declare(
    `const early = new ParticipantToken("early", { stageArn, duration: "6h", rotateBefore: "1h" });
     const bot = new Witness("bot", { sees: early.token, gives: early.participantId });
     new Witness("bots-bot", { sees: bot.given });`,
  );
  await stack.up();
  scene.clock.move(6 * 3600);
  await stack.fails("up", [], { env: { BROKEN: "bots-bot" } });
  const { stdout, status: exit } = await status([]);
  assert.match(
    stdout,
    /^early: the up that replaced it was interrupted: bots-bot may still have the previous token\.$/m,
  );
  assert.deepEqual([stdout.match(/ due$/m)?.length, exit], [1, 3]);
  await stack.up();
  assert.equal((await status([])).status, 0);
});

test("if an up was interrupted by something else, the stack's outputs still give the old token, and status says so", async () => {
  await stack.declare(
    `const early = new ParticipantToken("early", { stageArn, duration: "6h", rotateBefore: "1h" });
     // It comes after the token without depending on it, and the stack's outputs come after both.
     exports.other = early.issuedTime.apply(() => new Witness("other", { sees: process.env.SEEN }).urn);
     exports.participantId = early.participantId;`,
  );
  await stack.up([], { env: { SEEN: "1" } });
  const before = (await stack.outputs()).participantId;
  scene.clock.move(6 * 3600);
  await stack.fails("up", [], { env: { SEEN: "2", BROKEN: "other" } });
  assert.equal((await stack.outputs()).participantId, before);
  const { stdout, status: exit } = await status([]);
  assert.match(stdout, /^early: .* the stack's outputs may still have the previous token\.$/m);
  assert.equal(exit, 3);
  await stack.up([], { env: { SEEN: "2" } });
  assert.notEqual((await stack.outputs()).participantId, before);
  assert.equal((await status([])).status, 0);
});

test("a token that could not be deleted after its replacement isn't counted", async () => {
  await stack.declare(
    `const early = new ParticipantToken("early", { stageArn, duration: "6h", rotateBefore: "1h", disconnectOnDelete: true });
     new Witness("bot", { sees: early.token });`,
  );
  await stack.up();
  scene.clock.move(6 * 3600);
  const undo = scene.emulator.fault({
    operation: "DisconnectParticipant",
    status: 403,
  });
  await stack.fails("up");
  undo();
  assert.equal((await stack.state()).pending.length, 1);
  const { stdout, status: exit } = await status(["--json"]);
  assert.deepEqual([states(stdout), exit], [["early fresh"], 0]);
  await stack.up();
});

test("a stack that isn't there is an error in pulumi's words", async () => {
  const { status: exit, stderr, stdout } = await status(["--stack", "other"]);
  assert.deepEqual([exit, stdout], [1, ""]);
  assert.match(
    stderr,
    /^error: pulumi stack export --stack other ended with status \d+:\nerror: no stack named 'other' found/,
  );
});
