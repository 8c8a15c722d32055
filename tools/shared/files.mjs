import { renameSync, rmSync } from "node:fs";

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
