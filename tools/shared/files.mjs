import { accessSync, constants, existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The programs of these names, as a shell finds them: in the order of PATH. @param {string} path @param {readonly string[]} names */
export function onPath(path, ...names) {
  const folders = path.split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).filter(isExecutable);
}

/**
 * The time of the newest change below these paths. Folders count too: removing a file changes only them.
 *
 * @param {string[]} paths @param {string[]} [ignored] names of files and folders that don't count
 * @returns {number} milliseconds
 */
export function newestChange(paths, ignored = []) {
  const times = paths
    .filter((path) => existsSync(path))
    .map((path) => {
      const stat = statSync(path);
      if (!stat.isDirectory()) return stat.mtimeMs;
      const names = readdirSync(path).filter((name) => !ignored.includes(name));
      const below = names.map((name) => join(path, name));
      return Math.max(stat.mtimeMs, newestChange(below, ignored));
    });
  return Math.max(0, ...times);
}

/** Puts a fresh folder in the place of another, whole: nobody finds half of it, or files that are gone from it. @param {string} folder @param {string} fresh */
export function swapFolder(folder, fresh) {
  const old = `${fresh}-old`;
  const moved = rename(folder, old, "ENOENT");
  const placed = rename(fresh, folder, "ENOTEMPTY", "EEXIST");
  if (moved) rmSync(old, { recursive: true, force: true });
  // Another one has put its own there between the two steps.
  if (!placed) swapFolder(folder, fresh);
}

/** @param {string} from @param {string} to @param {string[]} expected errors @returns {boolean} whether it was done */
function rename(from, to, ...expected) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (expected.includes(String(/** @type {NodeJS.ErrnoException} */ (error).code))) return false;
    throw error;
  }
}
