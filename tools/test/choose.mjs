import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
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

/** What of the reader's own would change what a test sees. */
const own = /^(AWS_|PULUMI_(ACCESS_TOKEN|BACKEND_URL|CONFIG_|HOME|STACK))/;

/**
 * @param {NodeJS.ProcessEnv} tools @param {{ python: string } | { missing: string }} conformance
 * @returns {NodeJS.ProcessEnv}
 */
export function testEnvironment(tools, conformance) {
  const kept = Object.entries(tools).filter(([name]) => !own.test(name) || keptForConformance(tools, name));
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: "true",
    ...("python" in conformance ? { CONFORMANCE_PYTHON: conformance.python } : {}),
  };
}

/** Against real AWS the conformance tests need the reader's credentials. @param {NodeJS.ProcessEnv} env @param {string} name */
function keptForConformance(env, name) {
  return name.startsWith("AWS_") && env.CONFORMANCE_AWS === "1";
}

const day = 86_400_000;
/** What each run makes again, and what a run that is killed leaves behind. */
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
