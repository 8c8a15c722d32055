import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { environment } from "../support/environment.mts";
import { bounded } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { succeed, writeFiles } from "./support/files.mts";
import { dependencies, sdkVersions, unpacked } from "./support/packed.mts";

describe("a production install", () => {
  test("brings at most 58 packages beside the Pulumi SDK, and none for the emulator alone", async (t) => {
    const all = await dependencies(sdkVersions.newest);
    const sdk = await brought(t, { "@pulumi/pulumi": all["@pulumi/pulumi"] });
    const own = (await brought(t, all)).filter((name) => !sdk.includes(name));
    const listed = `It brings:\n${own.join("\n")}`;
    assert.ok(own.includes("@aws-sdk/client-ivs-realtime"), listed);
    assert.ok(own.length <= 58, `${own.length}. ${listed}`);
    for (const name of ["ivs-realtime-emulator", "ws", "jose", "selfsigned", "@smithy/hash-node"])
      assert.ok(!own.includes(name), `${name}. ${listed}`);
  });
});

/** The packages that npm installs for these dependencies, but for those of development. */
async function brought(t: TestContext, wanted: Record<string, string | undefined>): Promise<string[]> {
  const folder = temporaryFolder(t);
  await writeFiles(folder, { "package.json": { private: true, dependencies: wanted } });
  const args = ["install", "--omit=dev", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  await succeed("npm", args, { cwd: folder, env: environment() });
  const lock = JSON.parse(await readFile(join(folder, "node_modules", ".package-lock.json"), "utf8"));
  return Object.keys(lock.packages).map((path) => path.replace(/^node_modules\//, ""));
}

describe("where the emulator was", () => {
  const sentence = /is now the package ivs-realtime-emulator: /;

  for (const [kind, load] of Object.entries({
    require: 'require("pulumi-ivs-realtime/emulator")',
    import: 'import("pulumi-ivs-realtime/emulator")',
  })) {
    test(`the subpath says where it went: ${kind}`, async (t) => {
      const folder = temporaryFolder(t);
      await unpacked(folder);
      const options = { cwd: folder, env: environment() };
      const { status, stdout, stderr } = await bounded(process.execPath, ["-e", load], options);
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, /Error: pulumi-ivs-realtime\/emulator is now the package ivs-realtime-emulator: /);
    });
  }

  for (const args of [[], ["--port", "0", "--tls"], ["--stage", "a", "b"], ["--help"]]) {
    test(`the command says where it went, with status 2: emulator ${args.join(" ")}`, async (t) => {
      const folder = temporaryFolder(t);
      await unpacked(folder);
      const main = join("node_modules", "pulumi-ivs-realtime", "dist", "cli", "main.js");
      const options = { cwd: folder, env: environment() };
      const { status, stdout, stderr } = await bounded(
        process.execPath,
        [main, "emulator", ...args],
        options,
      );
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, sentence);
      assert.equal(stderr.trim().split("\n").length, 1);
    });
  }
});
