import assert from "node:assert/strict";
import { mkdirSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { removeLeftovers } from "../../tools/test/choose.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";

test("what killed runs and old packages left is removed after a day; what a run may be using stays", () => {
  const root = temporaryFolder();
  removeLeftovers(root);
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  for (const [path, hours] of [
    ["dist-1", 25],
    ["engine", 25],
    ["dist-2", 23],
    ["packed/old", 25],
    ["packed/making-old", 25],
    ["packed/new", 23],
  ] as const) {
    const folder = join(root, ".work", path);
    mkdirSync(folder, { recursive: true });
    utimesSync(folder, hoursAgo(hours), hoursAgo(hours));
  }
  removeLeftovers(root);
  assert.deepEqual(readdirSync(join(root, ".work")).sort(), ["dist-2", "engine", "packed"]);
  assert.deepEqual(readdirSync(join(root, ".work/packed")), ["new"]);
});
