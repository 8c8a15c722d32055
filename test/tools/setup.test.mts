import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cacheEntry } from "../../tools/setup/cache.mjs";
import { ensureLinks, isInstalled } from "../../tools/setup/dependencies.mjs";
import { pulumiOnPath } from "../../tools/setup/pulumiCli.mjs";
import { requireDisk, requireGo } from "../../tools/setup/pulumiFromGo.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { fakeCommand } from "./support/copyOfRepository.mts";

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

test("a package of this repository is linked with its command, whose file the build makes later", () => {
  const root = temporaryFolder();
  const bin = { own: "dist/main.js" };
  const own = { packages: { "node_modules/own": { link: true, resolved: "own" }, own: { bin } } };
  ensureLinks(root, own);
  mkdirSync(join(root, "own", "dist"), { recursive: true });
  writeFileSync(join(root, "own", "dist", "main.js"), "built");
  assert.equal(readFileSync(join(root, "node_modules", ".bin", "own"), "utf8"), "built");
  // Once more on what is there.
  ensureLinks(root, own);
});

const alternatives = /install the Pulumi CLI: https:\S+\n.*or install Go: https:\S+\nand run this again/s;

function module(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "go.mod"), "module x\n\ngo 1.25.11\n");
  return folder;
}

test("without Go: what is needed, and both ways out", () => {
  assert.throws(
    () => requireGo(module(), { PATH: temporaryFolder() }),
    /Go is not installed\..*with Go 1\.25\.11 or newer/s,
  );
  assert.throws(() => requireGo(module(), { PATH: temporaryFolder() }), alternatives);
});

test("with a Go that is too old", () => {
  const folder = temporaryFolder();
  fakeCommand(folder, "go", "echo go version go1.25.10 linux/amd64");
  assert.throws(
    () => requireGo(module(), { PATH: folder }),
    /This is Go 1\.25\.10\..*with Go 1\.25\.11 or newer/s,
  );
  assert.throws(() => requireGo(module(), { PATH: folder }), alternatives);
});

test("with a Go that can't fetch the one that go.mod asks for: its own words", () => {
  const folder = temporaryFolder();
  fakeCommand(folder, "go", "echo toolchain not available >&2; exit 1");
  assert.throws(() => requireGo(module(), { PATH: folder }), /Go can't be used: toolchain not available/);
});

test("with a Go that is new enough", () => {
  const folder = temporaryFolder();
  fakeCommand(folder, "go", "echo go version go1.26 linux/amd64");
  requireGo(module(), { PATH: folder });
});

test("without room on the disk: where, how much, what to do", () => {
  assert.throws(
    () => requireDisk(["/no/such/folder"], 1e9),
    /^SetupError: \/no\/such\/folder has [\d.]+ GiB of free disk/,
  );
  requireDisk([temporaryFolder()], 0);
});

const hosts = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

function pulumi(version: string, beside: string[]): string {
  const folder = temporaryFolder();
  fakeCommand(folder, "pulumi", `echo ${version}`);
  for (const host of beside) fakeCommand(folder, host, "");
  return folder;
}

test("a Pulumi CLI on PATH does where it is new enough and has its hosts, there or elsewhere on PATH", () => {
  const whole = pulumi("v3.211.0", hosts);
  assert.deepEqual(pulumiOnPath(whole), { directory: whole, refused: [] });
  const alone = pulumi("v3.300.0", []);
  assert.equal(pulumiOnPath(`${alone}:${pulumi("v3.300.0", hosts)}`).directory, alone);
  assert.deepEqual(pulumiOnPath(temporaryFolder()), { refused: [] });
});

test("a Pulumi CLI on PATH that doesn't do is named with the reason, and the next one is looked at", () => {
  const old = pulumi("v3.210.0", hosts);
  const silent = pulumi("", hosts);
  const good = pulumi("v3.259.0", hosts);
  assert.deepEqual(pulumiOnPath(`${old}:${silent}:${good}`), {
    directory: good,
    refused: [
      `Not using ${old}/pulumi: it is 3.210.0, and 3.211.0 or newer is needed.`,
      `Not using ${silent}/pulumi: it doesn't tell its version.`,
    ],
  });
  const alone = pulumi("v3.259.0", []);
  assert.deepEqual(pulumiOnPath(alone).refused, [
    `Not using ${alone}/pulumi: pulumi-language-nodejs is neither beside it nor on PATH.`,
  ]);
});

test("without Python the conformance tests are skipped, and the reason is printed", () => {
  const module = JSON.stringify(new URL("../../tools/setup/python.mjs", import.meta.url).href);
  const script = `const { ensureConformancePython } = await import(${module});
    console.log(JSON.stringify(await ensureConformancePython("/nowhere", process.cwd())));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    cwd: join(import.meta.dirname, "../.."),
    timeout: 60_000,
    env: { PATH: temporaryFolder() },
  });
  assert.match(JSON.parse(stdout).missing, /no python3 with venv and ensurepip on PATH/);
});
