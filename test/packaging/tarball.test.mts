import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { environment } from "../support/environment.mts";
import { bounded } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { succeed, writeFiles } from "./support/files.mts";
import { dependencies, extract, packed, sdkVersions, unpacked } from "./support/packed.mts";

const repository = join(import.meta.dirname, "..", "..");
const texts = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
/** What README and messages lead to, as git has it. npm leaves out what says which files git ignores. */
const pages = execFileSync("git", ["ls-files", "docs/*.md", "emulator/*.md", "examples", "SECURITY.md"], {
  cwd: repository,
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((path) => !path.endsWith("/.gitignore"));
/** Each package, the folder in the repository of what it is built from, which of that is, and what else it has. */
const packages = [
  {
    name: "pulumi-ivs-realtime",
    folder: repository,
    sources: "{cli,provider}/**/*.ts",
    others: [...texts, ...pages],
  },
  { name: "ivs-realtime-emulator", folder: join(repository, "emulator"), sources: "**/*.ts", others: texts },
] as const;

for (const { name, folder, sources, others } of packages) {
  describe(`the tarball of ${name}`, () => {
    test("holds each source's build with its types, the texts, and nothing else", async () => {
      const { files } = await packed(name);
      const exclude = (path: string) => /^(dist|node_modules)$/.test(path);
      const found = globSync(sources, { cwd: folder, exclude }).map((path) => path.slice(0, -".ts".length));
      const built = found.flatMap((path) => [`dist/${path}.js`, `dist/${path}.d.ts`]);
      assert.deepEqual(files.map(({ path }) => path).sort(), [...others, ...built].sort());
    });

    test("has each file that its pages link to and that its messages name", async (t) => {
      const root = temporaryFolder(t);
      await extract(root, name);
      const found = [...linked(root), ...named(root)];
      assert.notEqual(found.length, 0);
      assert.deepEqual(
        found.filter(({ target }) => !existsSync(target)),
        [],
      );
    });

    test("has a command that can be run", async () => {
      const { files } = await packed(name);
      assert.equal(files.find(({ path }) => path === "dist/cli/main.js")?.mode, 0o755);
    });

    test("has nothing that publint complains about", async () => {
      const { buffer } = new Uint8Array(await readFile((await packed(name)).tarball));
      const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
      assert.deepEqual(
        messages.map((message) => formatMessage(message, pkg)),
        [],
      );
    });

    test("has types that each module resolution finds", async () => {
      const { tarball } = await packed(name);
      const attw = dirname(fileURLToPath(import.meta.resolve("@arethetypeswrong/cli/package.json")));
      const args = [join(attw, "dist", "index.js"), tarball, "--format", "ascii"];
      await succeed(process.execPath, args, { cwd: repository, env: environment() });
    });
  });
}

/** Where README says that it leads: to those who work on the package, in its repository. */
const inRepositoryOnly = /^(\.\.\/)*(test\/|CONTRIBUTING\.md)/;

/** The relative links of all pages. */
function linked(root: string) {
  return globSync("**/*.md", { cwd: root }).flatMap((page) => {
    const links = readFileSync(join(root, page), "utf8").matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g);
    return [...links]
      .map(([, link = ""]) => link)
      .filter((link) => !inRepositoryOnly.test(link))
      .map((link) => ({ page, link, target: join(root, dirname(page), link) }));
  });
}

/** The pages that the code names, in messages and in doc comments. */
function named(root: string) {
  return globSync("dist/**/*.{js,d.ts}", { cwd: root }).flatMap((page) => {
    const links = readFileSync(join(root, page), "utf8").match(/(?<![\w/.-])[\w./-]+\.md\b/g) ?? [];
    return links.map((link) => ({ page, link, target: join(root, link) }));
  });
}

test("both packages have one version, and one depends on the other for its tests by just that", () => {
  const [own, emulator] = packages.map(({ folder }) =>
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
  );
  assert.equal(emulator.version, own.version);
  assert.equal(own.devDependencies["ivs-realtime-emulator"], own.version);
});

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

/** The packages that npm would install for these dependencies, on any system. */
async function brought(t: TestContext, wanted: Record<string, string | undefined>): Promise<string[]> {
  const folder = temporaryFolder(t);
  await writeFiles(folder, { "package.json": { private: true, dependencies: wanted } });
  const args = ["install", "--package-lock-only", "--prefer-offline", "--no-audit", "--no-fund"];
  await succeed("npm", args, { cwd: folder, env: environment() });
  const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  const paths = Object.keys(lock.packages).filter((path) => path !== "");
  return paths.map((path) => path.replace(/^node_modules\//, ""));
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
