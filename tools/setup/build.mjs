import { chmodSync, existsSync, mkdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { newestChange, swapFolder } from "../shared/files.mjs";
import { quietStep } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";

/**
 * The two packages: their folders, what each compiles by, and what of it its dist/ is made from.
 *
 * @param {string} root
 */
const builds = (root) => [
  {
    folder: root,
    config: "tsconfig.build.json",
    sources: ["provider", "cli", "package.json", "tsconfig.json", "tsconfig.build.json"],
  },
  {
    folder: join(root, "emulator"),
    config: join("emulator", "tsconfig.json"),
    // Its own folder too, which shows a source that was removed.
    sources: [".", "../tsconfig.json"],
  },
];

/** Compiles both packages, each into its dist/ where a source is newer than it. @param {string} root @param {string} node */
export async function ensureBuild(root, node) {
  for (const build of builds(root)) await ensureFresh(build, root, node);
}

/** @param {ReturnType<typeof builds>[number]} build @param {string} root @param {string} node */
async function ensureFresh({ folder, config, sources }, root, node) {
  const dist = join(folder, "dist");
  const changed = newestChange(
    sources.map((source) => join(folder, source)),
    ["dist", "node_modules"],
  );
  if (existsSync(dist) && statSync(dist).mtimeMs >= changed) return;
  const fresh = join(root, ".work", `dist-${process.pid}`);
  const started = new Date();
  await compile(root, node, config, fresh);
  chmodSync(join(fresh, "cli", "main.js"), 0o755);
  // The time of the folder is what the next run compares: a source saved while tsc ran must count as newer.
  utimesSync(fresh, started, started);
  swapFolder(dist, fresh);
  // The swap itself is no change of a source.
  utimesSync(folder, started, started);
}

/** @param {string} root @param {string} node @param {string} config @param {string} out */
async function compile(root, node, config, out) {
  mkdirSync(join(root, ".work"), { recursive: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  try {
    await quietStep("Compiling", node, [tsc, "-p", config, "--outDir", out], { cwd: root });
  } catch (error) {
    throw new SetupError("The compiler refuses the sources:", /** @type {Error} */ (error).message);
  }
}
