import assert from "node:assert/strict";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { removeLeftovers, testPatterns } from "../../tools/test/choose.mjs";
import { findChromium } from "../../tools/test/chromium.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { fakeCommand } from "./support/copyOfRepository.mts";

const root = join(import.meta.dirname, "../..");

test("npm test leaves out what has its own scripts, and nothing else", () => {
  const copy = temporaryFolder();
  for (const room of ["unit", "browser", "system", "new"])
    mkdirSync(join(copy, "test", room), { recursive: true });
  assert.deepEqual(testPatterns(copy, []), ["test/new/**/*.test.mts", "test/unit/**/*.test.mts"]);
});

test("folders and files that are named are tested, missing ones are reported", () => {
  const file = "test/tools/choose.test.mts";
  assert.deepEqual(testPatterns(root, ["test/browser", file]), ["test/browser/**/*.test.mts", file]);
  assert.throws(() => testPatterns(root, ["test/none"]), { name: "SetupError", message: /no test\/none/ });
});

test("Chromium is the one that CHROMIUM names, or else one on PATH that can be run", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "chromium"), "");
  fakeCommand(folder, "google-chrome", "");
  const PATH = `/none:${folder}`;
  assert.equal(findChromium({ PATH }), join(folder, "google-chrome"));
  assert.equal(findChromium({ PATH, CHROMIUM: "/bin/sh" }), "/bin/sh");
  assert.throws(() => findChromium({ PATH, CHROMIUM: "/none" }), {
    name: "SetupError",
    message: "CHROMIUM names /none, which is not a program.",
  });
});

test("where there is no Chromium, the error says how to install it", { skip: macOsHasOne() }, () => {
  assert.throws(() => findChromium({ PATH: "/none" }), {
    name: "SetupError",
    message: /^There is no Chromium .* \(Debian: apt-get install chromium\)/,
  });
});

function macOsHasOne(): string | false {
  return process.platform === "darwin" && "macOS has Chrome at a place of its own";
}

test("what killed runs and old packages left is removed after a day; what a run may be using stays", () => {
  const folder = temporaryFolder();
  removeLeftovers(folder);
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  for (const [path, hours] of [
    ["dist-1", 25],
    ["engine", 25],
    ["dist-2", 23],
    ["packed/old", 25],
    ["packed/making-old", 25],
    ["packed/new", 23],
  ] as const) {
    const place = join(folder, ".work", path);
    mkdirSync(place, { recursive: true });
    utimesSync(place, hoursAgo(hours), hoursAgo(hours));
  }
  removeLeftovers(folder);
  assert.deepEqual(readdirSync(join(folder, ".work")).sort(), ["dist-2", "engine", "packed"]);
  assert.deepEqual(readdirSync(join(folder, ".work/packed")), ["new"]);
});
