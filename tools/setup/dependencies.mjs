import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { quietStep } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";
import { isInstalled } from "./isInstalled.mjs";

/** Installs node_modules where they are missing or not what package-lock.json says. @param {string} root */
export async function ensureDependencies(root) {
  if (isInstalled(readLock(root, "package-lock.json"), readLock(root, "node_modules/.package-lock.json")))
    return;
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

const npmArguments = ["ci", "--loglevel=error", "--no-audit", "--no-fund", "--include=dev"];

/** @param {string} root @param {string} file */
function readLock(root, file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}
