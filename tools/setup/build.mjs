import { chmodSync, existsSync, mkdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { newestChange, swapFolder } from "../shared/files.mjs";
import { quietStep } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";

const sources = ["provider", "emulator", "cli", "package.json", "tsconfig.json", "tsconfig.build.json"];

/** Compiles into dist/ where a source is newer than it. @param {string} root @param {string} node */
export async function ensureBuild(root, node) {
  const dist = join(root, "dist");
  const changed = newestChange(sources.map((source) => join(root, source)));
  if (existsSync(dist) && statSync(dist).mtimeMs >= changed) return;
  const fresh = join(root, ".work", `dist-${process.pid}`);
  const started = new Date();
  await compile(root, node, fresh);
  chmodSync(join(fresh, "cli", "main.js"), 0o755);
  // The time of the folder is what the next run compares: a source saved while tsc ran must count as newer.
  utimesSync(fresh, started, started);
  swapFolder(dist, fresh);
}

/** @param {string} root @param {string} node @param {string} out */
async function compile(root, node, out) {
  mkdirSync(join(root, ".work"), { recursive: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  try {
    await quietStep("Compiling", node, [tsc, "-p", "tsconfig.build.json", "--outDir", out], { cwd: root });
  } catch (error) {
    throw new SetupError("The compiler refuses the sources:", /** @type {Error} */ (error).message);
  }
}
