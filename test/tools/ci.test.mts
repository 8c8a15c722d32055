import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { fakeCommand } from "./support/fakeCommand.mts";

const script = join(import.meta.dirname, "../../.ci/run");

/** The closing lines of Node's runner. */
function closing(counts: Readonly<Record<string, number>>): string {
  const all = { tests: 3, suites: 0, pass: 3, fail: 0, cancelled: 0, skipped: 0, todo: 0, ...counts };
  return Object.entries(all)
    .map(([name, count]) => `echo 'ℹ ${name} ${count}'`)
    .join("\n");
}

/** What .ci/run makes of an `npm test` that is this script. */
async function verdict(npm: string, env: NodeJS.ProcessEnv = {}) {
  const folder = temporaryFolder();
  fakeCommand(folder, "npm", npm);
  const child = spawn(script, {
    env: { ...process.env, ...env, PATH: `${folder}:${process.env.PATH}`, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { status, stdout, stderr };
}

test(".ci/run passes what passed, and leaves the runner's closing lines in its output", async () => {
  const { status, stdout, stderr } = await verdict(`[ "$*" = test ] || exit 9\n${closing({})}`);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^ℹ tests 3\n(.*\n)*ℹ todo 0\nTotal: \d+ s\n$/);
});

test(".ci/run ends with npm's own status where a test failed", async () => {
  const { status, stdout } = await verdict(`${closing({ fail: 1 })}\necho reason >&2\nexit 7`);
  assert.equal(status, 7);
  assert.match(stdout, /ℹ fail 1\n(.*\n)*reason\n/);
});

for (const [what, npm, line] of [
  ["a test was skipped", closing({ skipped: 2 }), "2 tests skipped."],
  ["a test is still to do", closing({ todo: 1 }), "1 tests todo."],
  ["a test was cancelled", closing({ cancelled: 1 }), "1 tests cancelled."],
  ["no test ran", closing({ tests: 0 }), "No test ran."],
  ["the runner said nothing", "echo nothing", "No test ran."],
  ["a test printed such a line itself", `echo 'ℹ skipped 0'\n${closing({ skipped: 1 })}`, "1 tests skipped."],
] as const) {
  test(`.ci/run fails where ${what}`, async () => {
    const { status, stderr } = await verdict(npm);
    assert.deepEqual([status, stderr], [1, `${line}\n`]);
  });
}

test(".ci/run stops what takes too long by a signal, and shows what it still says", async () => {
  const hanging = `trap 'kill "$nap"; echo stopping; exit 0' TERM\nsleep 300 & nap=$!\nwait "$nap"`;
  const { status, stdout, stderr } = await verdict(`${closing({})}\n${hanging}`, { CI_RUN_LIMIT: "1" });
  assert.deepEqual([status, stderr], [1, "Stopped: it took over 1 s.\n"]);
  assert.match(stdout, /stopping\n/);
});
