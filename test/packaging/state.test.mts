import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { keptVersions, liveOn } from "./support/keptState.mts";

const kept = join(import.meta.dirname, "state");

describe("the state that a released version made", { concurrency: 2 }, () => {
  test("is kept for this version", () => {
    const manifest = readFileSync(join(import.meta.dirname, "..", "..", "package.json"), "utf8");
    assert.ok(existsSync(join(kept, JSON.parse(manifest).version, "deployment.json")));
  });

  for (const version of keptVersions) {
    test(`${version}: left alone while its tokens are fresh, refreshed, rotated when due, destroyed`, (t) =>
      liveOn(t, version));
  }
});
