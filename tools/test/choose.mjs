import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../shared/script.mjs";

const testFiles = "**/*.test.mts";
/** What needs more of the system than Node and Python: `npm run test:browser`, `npm run test:system`. */
const apart = ["browser", "system"];

/** What to hand to Node's test runner: all tests but those, or those of the folders and files that were named. @param {string} root @param {string[]} args */
export function testPatterns(root, args) {
  if (args.length === 0) {
    const rooms = readdirSync(join(root, "test")).filter((room) => !apart.includes(room));
    return rooms.map((room) => `test/${room}/${testFiles}`);
  }
  return args.map((path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stat) throw new SetupError(`There is no ${path} to test.`);
    return stat.isDirectory() ? join(path, testFiles) : path;
  });
}
