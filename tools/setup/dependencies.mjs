import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { quietStep } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";

/** Installs node_modules where they are missing or not what package-lock.json says. @param {string} root */
export async function ensureDependencies(root) {
  const wanted = readLock(root, "package-lock.json");
  if (!isInstalled(wanted, readLock(root, "node_modules/.package-lock.json"))) await install(root);
  ensureLinks(root, wanted);
}

/** @param {string} root */
async function install(root) {
  try {
    // error: npm says EBADENGINE of Pulumi's SDK on Node 20, but nothing of it runs under that Node.
    await quietStep("Installing the dependencies (npm ci)", "npm", npmArguments, { cwd: root });
  } catch (error) {
    throw new SetupError(
      "npm ci failed. Its last lines:",
      /** @type {Error} */ (error).message,
      "Is the package registry reachable from here? Then delete node_modules and run this again.",
    );
  }
}

/**
 * Links this repository's own packages where npm hasn't, as a whole npm ci would take minutes, and their commands: npm
 * links a command only where its file exists, and in a fresh clone the build makes that file later.
 *
 * @param {string} root @param {Lock} wanted
 */
export function ensureLinks(root, { packages }) {
  for (const [folder, { link, resolved = "" }] of Object.entries(packages)) {
    if (!link) continue;
    ensureLink(join(root, folder), join(root, resolved));
    for (const [name, file] of Object.entries(packages[resolved]?.bin ?? {}))
      ensureLink(join(root, "node_modules", ".bin", name), join(root, folder, file));
  }
}

/** @param {string} path @param {string} target */
function ensureLink(path, target) {
  if (lstatSync(path, { throwIfNoEntry: false })) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(relative(dirname(path), target), path);
}

const npmArguments = ["ci", "--loglevel=error", "--no-audit", "--no-fund", "--include=dev"];

/** @param {string} root @param {string} file */
function readLock(root, file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/**
 * @typedef {object} Lock
 * @property {Record<string, { version?: string, optional?: boolean, link?: boolean, resolved?: string, bin?: Record<string, string> }>} packages
 */

/**
 * Whether what npm says it installed (node_modules/.package-lock.json) is what package-lock.json asks for.
 * Optional packages may be missing: they are for other platforms. The repository's own are linked, not installed.
 *
 * @param {Lock} wanted @param {Lock | undefined} installed
 */
export function isInstalled(wanted, installed) {
  if (!installed) return false;
  const isThere = Object.entries(wanted.packages).every(([folder, { version, optional, link }]) => {
    const there = installed.packages[folder];
    if (link || !folder.startsWith("node_modules/")) return true;
    return there ? there.version === version : optional === true;
  });
  return isThere && Object.keys(installed.packages).every((folder) => folder in wanted.packages);
}
