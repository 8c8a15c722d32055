import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * The time of the newest change below these paths. Folders count too: removing a file changes only them.
 *
 * @param {string[]} paths @returns {number} milliseconds
 */
export function newestChange(paths) {
  const times = paths
    .filter((path) => existsSync(path))
    .map((path) => {
      const stat = statSync(path);
      if (!stat.isDirectory()) return stat.mtimeMs;
      return Math.max(stat.mtimeMs, newestChange(readdirSync(path).map((name) => join(path, name))));
    });
  return Math.max(0, ...times);
}
