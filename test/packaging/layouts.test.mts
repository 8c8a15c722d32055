import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, test } from "node:test";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { writeFiles } from "./support/files.mts";
import {
  dependencies,
  emulatorDependency,
  extract,
  install,
  installByPnpm,
  linkDependencies,
  sdkVersions,
} from "./support/packed.mts";
import { liveThrough, Program, programs } from "./support/program.mts";

describe("installed in other layouts", { concurrency: 2 }, () => {
  test("a linked folder with its own SDK, of another version", async (t) => {
    const parent = temporaryFolder(t);
    const [checkout, app] = [join(parent, "checkout"), join(parent, "app")];
    await extract(checkout);
    await linkDependencies(checkout);
    const linked = {
      "pulumi-ivs-realtime": "file:../checkout",
      "@pulumi/pulumi": sdkVersions.oldest,
      ...(await emulatorDependency()),
    };
    await writeFiles(app, { "package.json": { dependencies: linked }, "index.js": programs.commonjs });
    await install(app);
    const sdks = [checkout, app].map(
      (folder) => createRequire(`${folder}/`)("@pulumi/pulumi/package.json").version,
    );
    assert.deepEqual(sdks, [sdkVersions.newest, sdkVersions.oldest]);
    await liveThrough(await Program.create(t, app));
  });

  test("npm workspaces with Node 24, where another member depends on it and the program has no node_modules", async (t) => {
    const root = temporaryFolder(t);
    const own = await dependencies(sdkVersions.newest);
    const tokens = { name: "tokens", version: "1.0.0", main: "index.js", dependencies: own };
    const infra = { name: "infra", type: "module", main: "index.ts", dependencies: { tokens: "1.0.0" } };
    await writeFiles(root, {
      "package.json": { private: true, workspaces: ["infra", "tokens"] },
      "tokens/package.json": tokens,
      "tokens/index.js": programs.commonjs,
      "infra/package.json": { ...infra, devDependencies: await emulatorDependency() },
      "infra/index.ts": 'export * from "tokens";\nexport const typed: boolean = true;\n',
    });
    await install(root);
    assert.ok(!existsSync(join(root, "infra", "node_modules")));
    const program = await Program.create(t, join(root, "infra"));
    await liveThrough(program);
    assert.match(String(await program.nodeVersions()), /^v24\.[\d.]+$/);
  });

  test("pnpm, strict", async (t) => {
    const folder = temporaryFolder(t);
    await installByPnpm(folder, sdkVersions.newest, programs.module);
    await liveThrough(await Program.create(t, folder));
  });
});
