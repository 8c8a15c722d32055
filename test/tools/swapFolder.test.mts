import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { swapFolder } from "../../tools/shared/files.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";

function fresh(parent: string, name: string): string {
  mkdirSync(join(parent, name));
  writeFileSync(join(parent, name, name), name);
  return join(parent, name);
}

test("a folder is replaced whole, where there was one and where there was none", () => {
  const parent = temporaryFolder();
  for (const name of ["first", "second"]) swapFolder(join(parent, "dist"), fresh(parent, name));
  assert.deepEqual(readdirSync(parent), ["dist"]);
  assert.deepEqual(readdirSync(join(parent, "dist")), ["second"]);
});

test("several at once don't fail, and the last one's stands", async () => {
  const parent = temporaryFolder();
  const worker = (id: number) =>
    new Promise((resolve, reject) => {
      const script = `
        const { mkdirSync, writeFileSync } = require("node:fs");
        import(${JSON.stringify(new URL("../../tools/shared/files.mjs", import.meta.url).href)}).then(({ swapFolder }) => {
          for (let i = 0; i < 200; i++) {
            const fresh = ${JSON.stringify(parent)} + "/${id}-" + i;
            mkdirSync(fresh);
            writeFileSync(fresh + "/whole", "${id}");
            swapFolder(${JSON.stringify(join(parent, "dist"))}, fresh);
          }
        });`;
      new Worker(script, { eval: true }).once("error", reject).once("exit", resolve);
    });
  assert.deepEqual(await Promise.all([worker(0), worker(1)]), [0, 0]);
  assert.deepEqual(readdirSync(parent), ["dist"]);
  assert.match(readFileSync(join(parent, "dist", "whole"), "utf8"), /^[01]$/);
});
