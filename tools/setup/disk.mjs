import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { SetupError } from "../shared/script.mjs";

const gibibyte = 2 ** 30;

/** Fails unless each folder's file system has that much room. @param {string[]} folders @param {number} gibibytes */
export function requireDisk(folders, gibibytes) {
  for (const folder of folders) {
    const { bavail, bsize } = statfsSync(nearest(folder));
    const free = (bavail * bsize) / gibibyte;
    if (free >= gibibytes) continue;
    throw new SetupError(
      `${folder} has ${free.toFixed(1)} GiB of free disk; building the Pulumi CLI takes up to ${gibibytes} GiB.`,
      "Free some, or install the Pulumi CLI (https://www.pulumi.com/docs/install/), and run this again.",
    );
  }
}

/** @param {string} folder @returns {string} */
function nearest(folder) {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}
