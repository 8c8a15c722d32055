import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { tokenType } from "../../tools/stack/pulumiState.mjs";
import { mainJob } from "../../tools/start/mainJob.mjs";
import { showStatus } from "../../tools/start/show.mjs";
import { writeFiles } from "../packaging/support/files.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { fakeCommand } from "./support/copyOfRepository.mts";

/** The main job with a CLI that has this state; `up --expect-no-changes` ends with the status given. */
async function played(t: TestContext, outputs: object, status = 0) {
  const folder = temporaryFolder();
  const resources = [{ urn: "urn::host", type: tokenType, outputs }];
  writeFileSync(join(folder, "state.json"), JSON.stringify({ deployment: { resources } }));
  const script = `cd '${folder}'
    echo "$*" >> calls
    case "$*" in "stack export"*) cat state.json;; "stack output"*) exit 9;; *--expect-no-changes*) exit ${status};; esac`;
  fakeCommand(folder, "pulumi", script);
  const { mock } = t.mock.method(console, "log", () => {});
  await mainJob("dev", { PATH: `${folder}:${process.env.PATH}` });
  const calls = readFileSync(join(folder, "calls"), "utf8").split("\n").filter(Boolean);
  return {
    verbs: calls.filter((call) => !call.startsWith("stack")).map((call) => call.split(" ")[0]),
    printed: mock.calls.map((call) => call.arguments.join(" ")).join("\n"),
  };
}

const secondsFromNow = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

test("a token that came due while step 2 ran: the machine was too slow, and the story goes on", async (t) => {
  const { verbs, printed } = await played(t, { rotationTime: secondsFromNow(-1) }, 255);
  assert.match(printed, /This machine was slower than the token's window/);
  assert.deepEqual(verbs, ["up", "up", "preview", "up"]);
});

test("a change in step 2 that no rotation explains is a failure", async (t) => {
  await assert.rejects(played(t, { rotationTime: secondsFromNow(3600) }, 255), /pulumi up did not succeed/);
  await assert.rejects(played(t, {}, 255), /pulumi up did not succeed/);
});

test("a token that is due much later is not waited for", async (t) => {
  const { verbs, printed } = await played(t, { rotationTime: secondsFromNow(3600) });
  assert.match(printed, /3\. The token is replaced by the first pulumi up after /);
  assert.deepEqual(verbs, ["up", "up"]);
});

test("with autoRotate false there is nothing to wait for", async (t) => {
  const { verbs, printed } = await played(t, { autoRotate: false });
  assert.match(printed, /3\. Nothing is replaced by itself here: autoRotate is false/);
  assert.deepEqual(verbs, ["up", "up"]);
});

/** Shows the status by a command that is this script; without one, there is none. */
async function shown(script?: string) {
  const root = temporaryFolder();
  if (script !== undefined) await writeFiles(root, { "dist/cli/main.js": script });
  showStatus("dev", { root, node: process.execPath, env: process.env });
}

for (const status of [0, 3, 4])
  test(`what is due or has expired is no failure: status ${status}`, () => shown(`process.exit(${status})`));

for (const [what, script, reason] of [
  ["an error", "process.exit(1)", /\(1\)/],
  ["a wrong command line", "process.exit(2)", /\(2\)/],
  ["an end by a signal", "process.kill(process.pid, 'SIGKILL')", /\(SIGKILL\)/],
  ["a command that isn't there", undefined, /\(1\)/],
] as const)
  test(`${what} is reported`, () => assert.rejects(shown(script), { name: "SetupError", message: reason }));

const module = JSON.stringify(new URL("../../tools/start/localStack.mjs", import.meta.url).href);

/** A process that says whether it has its turn, and keeps it until its standard input ends. */
function start(folder: string) {
  const script = `const { takeTurn } = await import(${module});
    try { takeTurn(${JSON.stringify(folder)}); console.log("turn"); }
    catch (error) { console.log(error.message); }
    process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["pipe", "pipe", "inherit"],
    timeout: 60_000,
  });
  return { child, answer: once(child.stdout, "data").then(String), ended: text(child.stdout) };
}

test("one at a time, at most one of those that find a dead one's file at once, and nothing is left", async () => {
  const folder = temporaryFolder();
  // More than any process can have.
  writeFileSync(join(folder, String(2 ** 30)), "");
  const runs = Array.from({ length: 4 }, () => start(folder));
  const answers = await Promise.all(runs.map(({ answer }) => answer));
  const refused = answers.filter((answer) => /^Another npm start .* \(process \d+\)/.test(answer));
  assert.ok(refused.length >= 3, answers.join(""));
  for (const { child } of runs) child.stdin.end();
  await Promise.all(runs.map(({ ended }) => ended));
  assert.deepEqual(readdirSync(folder), []);

  const first = start(folder);
  assert.equal(await first.answer, "turn\n");
  const second = start(folder);
  assert.match(await second.answer, new RegExp(`process ${first.child.pid}`));
  second.child.stdin.end();
  await second.ended;
  assert.deepEqual(readdirSync(folder), [String(first.child.pid)], "the second one leaves the first one's");
  first.child.stdin.end();
  await first.ended;
});
