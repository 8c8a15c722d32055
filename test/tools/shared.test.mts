import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { newestChange, swapFolder } from "../../tools/shared/files.mjs";
import { quietStep } from "../../tools/shared/processes.mjs";
import { Version } from "../../tools/shared/version.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";

for (const [text, expected] of [
  ["v3.259.0\n", "3.259.0"],
  ["go version go1.26.8 linux/amd64", "1.26.8"],
  ["go version go1.26 linux/amd64", "1.26.0"],
  ["v3.300.0-alpha.1+dirty", "3.300.0"],
] as const) {
  test(`reads ${JSON.stringify(text)}`, () => {
    assert.equal(String(Version.find(text)), expected);
  });
}

test("finds none where there is none", () => {
  assert.equal(Version.find("command not found"), undefined);
});

for (const [version, other, expected] of [
  ["3.211.0", "3.211.0", true],
  ["3.211.1", "3.211.0", true],
  ["3.210.9", "3.211.0", false],
  ["4.0.0", "3.211.0", true],
  ["2.999.0", "3.211.0", false],
  ["3.1000.0", "3.211.0", true],
] as const) {
  test(`${version} is ${expected ? "" : "not "}at least ${other}`, () => {
    assert.equal(Version.find(version)?.isAtLeast(Version.find(other) as Version), expected);
  });
}

function fresh(parent: string, name: string): string {
  mkdirSync(join(parent, name));
  writeFileSync(join(parent, name, name), name);
  return join(parent, name);
}

test("a folder is replaced whole, where there was one and where there was none", () => {
  const parent = temporaryFolder();
  for (const name of ["first", "second"]) swapFolder(join(parent, "dist"), fresh(parent, name));
  assert.deepEqual(readdirSync(parent), ["dist"]);
  assert.deepEqual(readdirSync(join(parent, "dist")), ["second"]);
});

test("several at once don't fail, and the last one wins", async () => {
  const parent = temporaryFolder();
  const worker = (id: number) =>
    new Promise((resolve, reject) => {
      const script = `
        const { mkdirSync, writeFileSync } = require("node:fs");
        import(${JSON.stringify(new URL("../../tools/shared/files.mjs", import.meta.url).href)}).then(({ swapFolder }) => {
          for (let i = 0; i < 200; i++) {
            const fresh = ${JSON.stringify(parent)} + "/${id}-" + i;
            mkdirSync(fresh);
            writeFileSync(fresh + "/whole", "${id}");
            swapFolder(${JSON.stringify(join(parent, "dist"))}, fresh);
          }
        });`;
      new Worker(script, { eval: true }).once("error", reject).once("exit", resolve);
    });
  assert.deepEqual(await Promise.all([worker(0), worker(1)]), [0, 0]);
  assert.deepEqual(readdirSync(parent), ["dist"]);
  assert.match(readFileSync(join(parent, "dist", "whole"), "utf8"), /^[01]$/);
});

test("a build is older than a source that was saved, added or removed deep below", () => {
  const folder = temporaryFolder();
  const deep = join(folder, "a", "b");
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, "source.ts"), "");
  const set = (path: string, seconds: number) => utimesSync(path, seconds, seconds);
  for (const path of [join(deep, "source.ts"), deep, join(folder, "a"), folder]) set(path, 1000);
  assert.equal(newestChange([folder, join(folder, "missing")]), 1_000_000);

  set(join(deep, "source.ts"), 2000);
  assert.equal(newestChange([folder]), 2_000_000);

  rmSync(join(deep, "source.ts"));
  assert.ok(newestChange([folder]) > 2_000_000);
});

test("a step that takes too long ends with all that it started, and says so", async (t) => {
  t.mock.method(console, "error", () => {});
  // The pipes stay open as long as the sleep in the background holds them.
  const script = 'sleep 30 & echo "$!"; wait; wait; echo more';
  const started = Date.now();
  const error = await quietStep("Sleeping", "sh", ["-c", script], { timeoutMs: 600 }).catch(
    (caught) => caught,
  );
  assert.ok(Date.now() - started < 10_000, `${Date.now() - started} ms`);
  const [pid, reason] = error.message.split("\n");
  assert.equal(reason, "it took over 0.01 minutes");
  await t.waitFor(() => assert.match(stateOf(pid), /^Z|^$/), { timeout: 10_000 });
});

/** As `ps` tells it: Z is dead and not yet taken note of, nothing is gone. */
function stateOf(pid: string): string {
  return String(spawnSync("ps", ["-o", "stat=", "-p", pid]).stdout);
}

test("a step that fails says its last lines", async (t) => {
  t.mock.method(console, "error", () => {});
  const script = "seq 30; echo why >&2; exit 1";
  await assert.rejects(quietStep("Failing", "sh", ["-c", script]), ({ message }: Error) => {
    assert.equal(message.split("\n").length, 25);
    return message.includes("why");
  });
});
