import assert from "node:assert/strict";
import { test } from "node:test";
import { showStatus } from "../../tools/start/show.mjs";
import { writeFiles } from "../packaging/support/files.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

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
  test(`${what} is told`, () => assert.rejects(shown(script), { name: "SetupError", message: reason }));
