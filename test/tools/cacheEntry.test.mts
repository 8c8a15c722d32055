import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cacheEntry } from "../../tools/setup/cache.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const build = (text: string) => async (folder: string) => writeFileSync(join(folder, "built"), text);
const never = async () => assert.fail("is built already");

test("builds once, and finds it from then on", async () => {
  const cache = join(temporaryFolder(), "cache");
  const folder = await cacheEntry(cache, "thing", build("first"));
  assert.equal(readFileSync(join(folder, "built"), "utf8"), "first");
  assert.equal(await cacheEntry(cache, "thing", never), folder);
});

test("a failed build leaves nothing, and the next one is tried", async () => {
  const cache = temporaryFolder();
  const failing = cacheEntry(cache, "thing", async (folder) => {
    writeFileSync(join(folder, "half"), "");
    throw new Error("no network");
  });
  await assert.rejects(failing, /no network/);
  assert.deepEqual(readdirSync(cache), []);
  await cacheEntry(cache, "thing", build("second"));
});

test("of two builds at the same time the first to end is kept, whole, and both get it", async () => {
  const cache = temporaryFolder();
  let early = "";
  const late = await cacheEntry(cache, "thing", async (folder) => {
    early = await cacheEntry(cache, "thing", build("early"));
    await build("late")(folder);
  });
  assert.equal(late, early);
  assert.equal(readFileSync(join(early, "built"), "utf8"), "early");
  assert.equal(readdirSync(cache).length, 2, "the link and what it points to");
});

test("a killed build is never found; the next one removes its leftovers", async () => {
  const cache = temporaryFolder();
  const module = JSON.stringify(new URL("../../tools/setup/cache.mjs", import.meta.url).href);
  const script = `const { cacheEntry } = await import(${module});
    await cacheEntry(${JSON.stringify(cache)}, "thing", (folder) => {
      console.log(folder);
      return new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 60_000,
  });
  const [half] = await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
  assert.ok(existsSync(String(half).trim()));

  const folder = await cacheEntry(cache, "thing", build("whole"));
  assert.equal(readFileSync(join(folder, "built"), "utf8"), "whole");
  assert.ok(!existsSync(String(half).trim()));
});

test("a folder that was deleted by hand is built again; one that is being built stays", async () => {
  const cache = temporaryFolder();
  rmSync(await cacheEntry(cache, "thing", build("first")), { recursive: true });
  const other = join(cache, `thing.${process.pid}-other`);
  mkdirSync(other);
  assert.ok(existsSync(await cacheEntry(cache, "thing", build("again"))));
  assert.ok(existsSync(other));
});
