import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "../setup/isAlive.mjs";
import { askPulumi } from "./askPulumi.mjs";

/**
 * Takes away the lock that a killed Pulumi left on a stack. A lock of a process that lives, or of another
 * machine, stays: Pulumi then says who holds it.
 *
 * @param {string} root @param {string} stack @param {NodeJS.ProcessEnv} env
 */
export function clearDeadLock(root, stack, env) {
  const locks = readLocks(
    join(root, ".state/backend/.pulumi/locks/organization/ivs-realtime-quickstart", stack),
  );
  const isDead = (/** @type {Lock} */ { pid, hostname: host }) => host === hostname() && !isAlive(pid);
  if (locks.length === 0 || !locks.every(isDead)) return;
  console.error(
    `• Taking away the lock of a run that was killed (process ${locks.map(({ pid }) => pid).join(", ")})`,
  );
  askPulumi(["cancel", "--yes", "--stack", stack], env);
}

/** @typedef {{ pid: number, hostname: string }} Lock */

/** @param {string} folder @returns {Lock[]} */
function readLocks(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
}
