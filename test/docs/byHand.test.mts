import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { openScene } from "../support/scene.mts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "by-hand.md"), "utf8");
const [, program = ""] = /^```ts\n(.*?)^```/ms.exec(page) ?? [];
const scene = await openScene("byHand");

test("the page's program has fifteen lines", () => {
  assert.equal(program.split("\n").filter((line) => line !== "").length, 15);
});

test("it mints, keeps the token as a secret, and replaces it once in each six hours, new one first", async () => {
  const stack = await scene.stack("byHand", "");
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  await writeFile(join(stack.folder, "index.js"), outputText);
  scene.clock.set("2031-05-01T05:59:00Z");
  assert.match((await stack.up()).text, /token: \[secret\]/);
  const { token } = await stack.outputs();
  await scene.emulator.join(String(token));
  await stack.up(["--expect-no-changes"]);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);

  scene.clock.set("2031-05-01T06:00:00Z");
  const { text } = await stack.up();
  assert.match(text, /created replacement[\s\S]*deleting original/);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);
  const { token: next } = await stack.outputs();
  assert.notEqual(next, token);
  await scene.emulator.join(String(next));
});
