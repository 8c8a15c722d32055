import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pulumiOnPath } from "../../tools/setup/pulumiCli.mjs";
import { requireDisk, requireGo } from "../../tools/setup/pulumiFromGo.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { fakeCommand } from "./support/copyOfRepository.mts";

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

test("without Python the conformance tests go without, and the reason is told", () => {
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
