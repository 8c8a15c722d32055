import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { isAlive } from "../shared/processes.mjs";

/** Where everything that takes minutes is kept for this user, so that a second clone finds it. */
export function cacheRoot(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-ivs-realtime");
}

/**
 * A folder in the cache, made at most once. It is built under a separate name and published by a symbolic
 * link: that step is atomic, so a killed build is never found, the first of two builds at the same time
 * wins, and the absolute paths that a Python environment writes into its files stay true.
 *
 * @param {string} cache @param {string} name @param {(folder: string) => Promise<void>} build
 * @returns {Promise<string>} the folder
 */
export async function cacheEntry(cache, name, build) {
  const link = join(cache, name);
  if (existsSync(link)) return realpathSync(link);
  mkdirSync(cache, { recursive: true });
  // One whose folder someone deleted by hand. Not later: by then it could be another build's, just published.
  rmSync(link, { force: true });
  removeAbandoned(cache, name, link);
  const folder = join(cache, `${name}.${process.pid}-${randomBytes(4).toString("hex")}`);
  mkdirSync(folder);
  try {
    await build(folder);
    publish(folder, link);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return realpathSync(link);
}

/** @param {string} folder @param {string} link */
function publish(folder, link) {
  try {
    symlinkSync(basename(folder), link);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Folders of builds that were killed. @param {string} cache @param {string} name @param {string} link */
function removeAbandoned(cache, name, link) {
  for (const folder of readdirSync(cache)) {
    if (existsSync(link) && basename(realpathSync(link)) === folder) continue;
    const builder = folder.startsWith(`${name}.`) && /^(\d+)-/.exec(folder.slice(name.length + 1))?.[1];
    if (builder && !isAlive(Number(builder))) rmSync(join(cache, folder), { recursive: true, force: true });
  }
}
