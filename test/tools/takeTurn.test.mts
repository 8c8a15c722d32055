import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { temporaryFolder } from "../support/temporaryFolder.mts";

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
