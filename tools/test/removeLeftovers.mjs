import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const day = 86_400_000;
/** What each run makes anew, and what a run that is killed leaves behind. */
const places = /** @type {const} */ ([
  [".work", /^dist-/],
  [".work/packed", /./],
]);

/** Removes what tests left and nobody used for a day: another run may be at work in this folder. @param {string} root */
export function removeLeftovers(root) {
  for (const [place, pattern] of places) {
    const folder = join(root, place);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).filter((entry) => pattern.test(entry))) {
      const stat = statSync(join(folder, name), { throwIfNoEntry: false });
      if (stat && stat.mtimeMs < Date.now() - day)
        rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}
