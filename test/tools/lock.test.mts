import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { completeLock, type LockEntry } from "../../tools/lock/completeLock.mjs";

test("platform packages that npm left out are added with their platform, and those it has stay", () => {
  const kept = { version: "1.0.0", optional: true };
  const optionalDependencies = { "@x/a-linux-x64-musl": "1.0.0", "@x/a-darwin-arm64": "1.0.0" };
  const given: Record<string, LockEntry> = {
    "node_modules/a": { version: "1.0.0", dev: true, optionalDependencies },
    "node_modules/@x/a-darwin-arm64": kept,
  };
  const { packages } = completeLock({ packages: given });
  assert.equal(packages["node_modules/@x/a-darwin-arm64"], kept);
  assert.deepEqual(packages["node_modules/@x/a-linux-x64-musl"], {
    version: "1.0.0",
    dev: true,
    optional: true,
    os: ["linux"],
    cpu: ["x64"],
    libc: ["musl"],
  });
});

test("this package's own lockfile is complete", () => {
  const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));
  assert.deepEqual(Object.keys(completeLock(lock).packages).sort(), Object.keys(lock.packages).sort());
});
