import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { waysIn } from "../../tools/house/figures.mjs";

const root = join(import.meta.dirname, "..", "..");

for (const page of globSync(["*.md", "docs/**/*.md", "emulator/*.md", "examples/**/*.md", ".github/*.md"], {
  cwd: root,
})) {
  test(`the files that ${page} links to exist`, () => {
    const text = readFileSync(join(root, page), "utf8");
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? "");
    const missing = targets.filter((target) => !existsSync(join(root, dirname(page), target)));
    assert.deepEqual(missing, []);
  });
}

test("every path on the page for contributors exists, and each of its ways names its files", () => {
  const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  assert.deepEqual(missingPaths(text), []);
  const ways = waysIn(text).map(({ name, files }) => [name, files.length > 1] as const);
  const calls = ["create", "rotate", "setting", "call", "status", "torture", "error"];
  const names = [...calls, "emulator request", "add an input"];
  assert.deepEqual(
    ways,
    names.map((name) => [name, true]),
  );
});

test("a path that is gone is found", () => {
  assert.deepEqual(missingPaths("`provider/client/send.ts` calls `provider/client/gone.ts`"), [
    "provider/client/gone.ts",
  ]);
});

/** What a page names in the folders of the house and isn't there. */
function missingPaths(text: string): string[] {
  const paths = text.matchAll(/`((?:provider|emulator|cli|tools|bench|test|docs)\/[\w./-]*)`/g);
  return [...paths].map(([, path = ""]) => path).filter((path) => !existsSync(join(root, path)));
}

test("README stays under 200 lines", () => {
  assert.ok(readFileSync(join(root, "README.md"), "utf8").split("\n").length < 200);
});

const width = 120;

/** The lines of prose that are too long. Tables, code and links can't be broken. */
function tooLong(text: string): string[] {
  const prose = text.replaceAll(/^ *```.*?^ *```/gms, "").split("\n");
  return prose.filter((line) => line.length > width && !/^\||^ {4}|\]\(|^<!--/.test(line));
}

const byHand = ["README.md", "SECURITY.md", "CONTRIBUTING.md", "docs/*.md", "emulator/README.md"];
for (const page of globSync([...byHand, "examples/**/*.md", ".github/*.md"], { cwd: root })) {
  test(`the prose of ${page} has no line of more than ${width} characters`, () => {
    assert.deepEqual(tooLong(readFileSync(join(root, page), "utf8")), []);
  });
}

test("a line of prose that is too long is found, and a table, code or a link isn't one", () => {
  const long = "word ".repeat(30);
  const spared = [`| ${long}|`, `    ${long}`, `\`\`\`sh\n${long}\n\`\`\``, `[${long}](docs/status.md)`];
  assert.deepEqual(tooLong([`- ${long}`, ...spared].join("\n")), [`- ${long}`]);
});

const folder = join(root, ".work", "snippets");

/** The TypeScript snippets of a page, in order. */
function snippetsOf(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^```(?:ts|typescript)\n(.*?)^```/gms)].map((match) => match[1] ?? "");
}

test("the TypeScript snippets of all pages compile unchanged", () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pages = globSync(["*.md", "docs/*.md", "emulator/*.md", "examples/**/*.md"], { cwd: root });
  const compiled = pages.flatMap((page) =>
    snippetsOf(page).map((snippet, index) => {
      writeFileSync(
        join(folder, `${page.replaceAll("/", "-")}-${index + 1}.mts`),
        `${snippet}\nexport {};\n`,
      );
      return page;
    }),
  );
  assert.ok(compiled.includes("README.md"), "README.md has a TypeScript snippet");
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
  const config = { extends: "../../tsconfig.json", compilerOptions, include: ["*.mts"], exclude: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder], {
    encoding: "utf8",
    timeout: 120_000,
  });
  assert.equal(status, 0, stdout);
});
