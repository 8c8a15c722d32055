import assert from "node:assert/strict";
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isInstalled } from "../../tools/setup/dependencies.mjs";
import { newestChange } from "../../tools/shared/files.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b-darwin": { version: "2.0.0", optional: true },
  },
};

test("dependencies are installed where npm's own record says so, optional ones aside", () => {
  assert.equal(isInstalled(lock, { packages: { "node_modules/a": { version: "1.0.0" } } }), true);
  assert.equal(isInstalled(lock, lock), true);
});

for (const [what, installed] of Object.entries({
  "no node_modules": undefined,
  "a package missing": { packages: {} },
  "another version": { packages: { "node_modules/a": { version: "1.0.1" } } },
  "another version of an optional one": {
    packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/b-darwin": { version: "1.0.0" } },
  },
  "a package too many": {
    packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/c": { version: "1.0.0" } },
  },
})) {
  test(`dependencies are stale: ${what}`, () => {
    assert.equal(isInstalled(lock, installed), false);
  });
}

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
