import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { bounded } from "../support/processes.mts";
import { copyExample } from "../support/stack.mts";
import { examplesWith } from "./support/examples.mts";

const root = join(import.meta.dirname, "..", "..");
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const examples = examplesWith("tsconfig.json");

test("there are examples to compile", () => assert.ok(examples.length > 1));

for (const name of examples) {
  test(`${name} compiles by its own tsconfig.json`, async () => {
    // Below the repository, where what an installation would bring is found.
    const folder = join(root, ".work", "examples", name);
    await rm(folder, { recursive: true, force: true });
    await copyExample(name, folder);
    const { status, stdout } = await bounded(process.execPath, [tsc, "-p", folder], { env: process.env });
    assert.equal(status, 0, stdout);
  });
}
