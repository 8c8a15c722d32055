import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..", "..");

for (const page of globSync(["*.md", "docs/**/*.md", "emulator/*.md", "examples/**/*.md"], { cwd: root })) {
  test(`the files that ${page} links to exist`, () => {
    const text = readFileSync(join(root, page), "utf8");
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? "");
    const missing = targets.filter((target) => !existsSync(join(root, dirname(page), target)));
    assert.deepEqual(missing, []);
  });
}

test("README stays under 200 lines", () => {
  assert.ok(readFileSync(join(root, "README.md"), "utf8").split("\n").length < 200);
});
