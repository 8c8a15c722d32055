import assert from "node:assert/strict";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { basename, join } from "node:path";
import { describe, test } from "node:test";
import semver from "semver";
import ts from "typescript";
import { bounded } from "../support/processes.mts";
import { copyExample } from "../support/stack.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const root = join(import.meta.dirname, "..", "..");
const read = (...path: string[]) => readFileSync(join(root, ...path), "utf8");
const json = (...path: string[]) => JSON.parse(read(...path));

/** The packages that the program in a folder imports. What lies deeper is deployed elsewhere. */
function importsOf(example: string): Set<string> {
  const files = globSync("*.{ts,mts,cts,js,mjs,cjs}", { cwd: join(root, "examples", example) });
  const specifiers = files.flatMap((file) =>
    ts.preProcessFile(read("examples", example, file)).importedFiles.map(({ fileName }) => fileName),
  );
  const packages = specifiers.filter((name) => !name.startsWith(".") && !isBuiltin(name));
  return new Set(packages.map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name));
}

/** The folders of examples/ that hold the file. */
function examplesWith(file: string): string[] {
  const entries = readdirSync(join(root, "examples"), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return folders.filter((name) => existsSync(join(root, "examples", name, file)));
}

const parsed = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of a folder by its tsconfig.json. What two folders import is parsed once. */
function compile(folder: string): string[] {
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames, errors } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile;
  host.getSourceFile = (path, how, ...more) => {
    const key = JSON.stringify([path, options.target, options.module, how]);
    if (!parsed.has(key)) parsed.set(key, parse(path, how, ...more));
    return parsed.get(key);
  };
  const program = ts.createProgram(fileNames, options, host);
  return [...errors, ...ts.getPreEmitDiagnostics(program)].map(
    ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
  );
}

const [packages, projects] = [examplesWith("package.json"), examplesWith("Pulumi.yaml")];

for (const name of packages) {
  describe(name, () => {
    const { main, name: called, private: unpublished, ...manifest } = json("examples", name, "package.json");
    const ranges: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };

    test("is a package of its folder's name, with a program", () => {
      for (const file of ["index.ts", "tsconfig.json", "README.md"]) {
        assert.ok(existsSync(join(root, "examples", name, file)), file);
      }
      assert.deepEqual([called, unpublished, main], [name, true, "index.ts"]);
    });

    test("has a README of 5 to 40 lines, a line in the index, and its own test", () => {
      const lines = read("examples", name, "README.md").trimEnd().split("\n").length;
      assert.ok(lines >= 5 && lines <= 40, `${lines} lines`);
      assert.ok(read("examples", "README.md").includes(`(${name}/README.md)`), "examples/README.md");
      const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      assert.ok(existsSync(join(import.meta.dirname, `${camel}.test.mts`)), `${camel}.test.mts`);
    });

    test("keeps what it installs and writes out of git, in a copy too", async (t) => {
      const folder = join(temporaryFolder(t), name);
      await copyExample(name, folder);
      const kept = ["node_modules/package", ".state/kiosk.env", "encoder.env", ".env"];
      const seen = ["index.ts", "package-lock.json", "Pulumi.yaml", "Pulumi.prod.yaml"];
      // Nothing that the user's own git ignores.
      const env = { PATH: process.env.PATH, HOME: folder };
      const git = (...args: string[]) => bounded("git", args, { cwd: folder, env });
      assert.equal((await git("init")).status, 0);
      const { stdout } = await git("check-ignore", ...kept, ...seen);
      assert.deepEqual(stdout.trim().split("\n"), kept);
    });

    test("depends on what it imports, in ranges that take what it is tested with", () => {
      const imports = importsOf(name);
      assert.ok(imports.size > 0);
      for (const dependency of imports) assert.ok(manifest.dependencies[dependency], dependency);
      for (const [dependency, range] of Object.entries(ranges)) {
        const own = dependency === "pulumi-ivs-realtime";
        const { version } = own ? json("package.json") : json("node_modules", dependency, "package.json");
        assert.ok(semver.satisfies(version, range), `${dependency} ${range} doesn't take ${version}`);
      }
    });
  });
}

test("there are examples to compile", () => assert.ok(examplesWith("tsconfig.json").length > 1));

for (const name of examplesWith("tsconfig.json")) {
  test(`${name} compiles by its own tsconfig.json`, async () => {
    // Below the repository, where what an installation would bring is found.
    const folder = join(root, ".work", "examples", name);
    await rm(folder, { recursive: true, force: true });
    await copyExample(name, folder);
    assert.deepEqual(compile(folder), []);
  });
}

for (const name of projects) {
  test(`${name} is a project of that name, with its settings documented`, () => {
    const project = read("examples", name, "Pulumi.yaml");
    assert.match(project, new RegExp(`^name: ${name}$`, "m"));
    assert.match(project, /^description: ./m);
    assert.match(project, /^runtime: nodejs$/m);
    assert.doesNotMatch(project, /^main:/m);
    for (const setting of project
      .split(/^config:\n/m)[1]
      ?.split(/^ {2}(?=\S)/m)
      .slice(1) ?? []) {
      assert.match(setting, /^ {4}type: ./m);
      assert.match(setting, /^ {4}description: ./m);
    }
  });
}

test("all are projects but the rotator, which runs others", () => {
  assert.deepEqual(
    packages.filter((name) => !projects.includes(name)),
    ["rotator"],
  );
});

test("what examples have copied from one another is still the same", () => {
  const copies = Map.groupBy(globSync("examples/*/*File.ts", { cwd: root }), (path) => basename(path));
  assert.ok((copies.get("environmentFile.ts") ?? []).length > 1);
  for (const paths of copies.values())
    assert.equal(new Set(paths.map((path) => read(path))).size, 1, paths.join());
});

test("an image gets nothing that git isn't given, and no history", () => {
  const unseen = read("examples", "scheduled-rotation", ".gitignore").trim().split("\n");
  const left = read("examples", "scheduled-rotation", ".dockerignore").split("\n");
  for (const name of unseen) assert.ok(left.includes(`**/${name.replace(/\/$/, "")}`), name);
  assert.ok(left.includes(".git"));
});
