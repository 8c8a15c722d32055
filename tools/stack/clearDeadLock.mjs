import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "../shared/processes.mjs";
import { askPulumi } from "./pulumiState.mjs";

/**
 * Takes away the lock that a killed Pulumi left on a stack. A lock of a process that lives, or of another
 * machine, stays: Pulumi then says who holds it. So does one that can't be read: it may be half written.
 *
 * @param {string} root @param {string} stack @param {NodeJS.ProcessEnv} env
 */
export function clearDeadLock(root, stack, env) {
  const locks = readLocks(
    join(root, ".state/backend/.pulumi/locks/organization/ivs-realtime-quickstart", stack),
  );
  if (locks.length === 0 || !locks.every((lock) => lock?.hostname === hostname() && !isAlive(lock.pid)))
    return;
  console.error(
    `• Taking away the lock of a run that was killed (process ${locks.map((lock) => lock?.pid).join(", ")})`,
  );
  askPulumi(["cancel", "--yes", "--stack", stack], env);
}

/** @typedef {{ pid: number, hostname: string }} Lock */

/** @param {string} folder @returns {(Lock | undefined)[]} */
function readLocks(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => readLock(join(folder, file)));
}

/** @param {string} file @returns {Lock | undefined} */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
