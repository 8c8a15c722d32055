import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bounded } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "status.md"), "utf8");
const [gate = "", metrics = ""] = [...page.matchAll(/^```sh\n(.*?)^```$/gms)]
  .map(([, script = ""]) => script)
  .filter((script) => script.includes("case $status"));

/** Runs a script of the page as a cautious shell does, where `npx` ends with the given status. */
async function run(t: Parameters<typeof temporaryFolder>[0], script: string, status: number) {
  const folder = temporaryFolder(t);
  const stub = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  stub("npx", `echo of status ${status}; exit ${status}`);
  stub("pulumi", 'echo "pulumi $*"');
  const text = script.replaceAll("/var/lib/prometheus/node-exporter", folder);
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const ended = await bounded("sh", ["-euc", text], { env, cwd: folder });
  const file = join(folder, "tokens.prom");
  return { ...ended, written: existsSync(file) ? readFileSync(file, "utf8") : undefined };
}

test("the page's gate runs pulumi up where a token is due or expired, and fails where status did", async (t) => {
  for (const status of [3, 4]) {
    const due = await run(t, gate, status);
    assert.deepEqual([due.status, due.stdout], [0, `of status ${status}\npulumi up --stack prod --yes\n`]);
  }
  assert.deepEqual((await run(t, gate, 0)).stdout, "of status 0\n");
  for (const status of [1, 2]) {
    const failed = await run(t, gate, status);
    assert.deepEqual([failed.status, failed.stdout], [status, `of status ${status}\n`]);
  }
});

test("the page's metrics script writes whatever is due, and keeps the last file where status failed", async (t) => {
  for (const status of [0, 3, 4]) {
    const done = await run(t, metrics, status);
    assert.deepEqual([done.status, done.written], [0, `of status ${status}\n`]);
  }
  const failed = await run(t, metrics, 1);
  assert.deepEqual([failed.status, failed.written], [1, undefined]);
});
