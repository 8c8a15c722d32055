import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { environment } from "../support/environment.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { succeed, writeFiles } from "./support/files.mts";
import { dependencies, emulatorDependency, install, sdkVersions } from "./support/packed.mts";
import { liveThrough, Program, programs } from "./support/program.mts";

interface Case {
  readonly node: string;
  readonly sdk: string;
  readonly files: Readonly<Record<string, unknown>>;
  readonly manifest?: Readonly<Record<string, string>>;
  readonly others?: Readonly<Record<string, string>>;
}

const { oldest, newest } = sdkVersions;

const tsconfig = {
  compilerOptions: {
    module: "nodenext",
    // The oldest SDK runs programs with "node" here where nothing is said, and TypeScript refuses the pair.
    moduleResolution: "nodenext",
    target: "es2022",
    strict: true,
    exactOptionalPropertyTypes: true,
  },
};

/** The oldest and the newest of all, one kind of module each. CommonJS with Node 24 and the newest SDK: layouts.test.mts. */
const cases: Readonly<Record<string, Case>> = {
  "TypeScript, the oldest Node 22, the oldest SDK": {
    node: "22.12.0",
    sdk: oldest,
    files: { "index.ts": programs.typescript, "tsconfig.json": tsconfig },
    others: { typescript: "~5.9.0", "@types/node": "22.12.0" },
  },
  "ES module, Node 26, the newest SDK": {
    node: "26",
    sdk: newest,
    files: { "index.js": programs.module },
    manifest: { type: "module" },
  },
};

describe("installed from the tarball in an empty project", { concurrency: 2 }, () => {
  for (const [title, { node, sdk, files, manifest, others }] of Object.entries(cases)) {
    test(title, async (t) => {
      const folder = temporaryFolder(t);
      const all = { ...(await dependencies(sdk)), ...(await emulatorDependency()), node, ...others };
      // npm runs install scripts of those only that are named; Node comes by one.
      const project = { ...manifest, allowScripts: { node: true, protobufjs: false }, dependencies: all };
      await writeFiles(folder, { "package.json": project, ...files });
      await install(folder);
      const program = await Program.create(t, folder, join(folder, "node_modules", "node", "bin"));
      await liveThrough(program);
      const versions = await program.nodeVersions();
      assert.equal(versions.length, 1, String(versions));
      assert.match(versions[0] ?? "", new RegExp(`^v${node}(\\.|$)`));
      await sameUnknown(program);
    });
  }
});

/** A value that isn't known yet is spelled by the package, which doesn't load the SDK, as by the SDK itself. */
async function sameUnknown({ folder }: Program): Promise<void> {
  const script = `
    const { dirname, join } = require("node:path");
    const built = dirname(require.resolve("pulumi-ivs-realtime/provider"));
    const places = ["@pulumi/pulumi/runtime/rpc", join(built, "values", "pulumiValues.js")];
    console.log(JSON.stringify(places.map((place) => require(place).unknownValue)));
  `;
  const { stdout } = await succeed(process.execPath, ["-e", script], { cwd: folder, env: environment() });
  const [theirs, ours] = JSON.parse(stdout);
  assert.match(theirs, /^[0-9a-f-]{36}$/);
  assert.equal(ours, theirs);
}
