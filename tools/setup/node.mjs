import { spawnSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { SetupError } from "../shared/script.mjs";
import { Version } from "../shared/version.mjs";

const wanted = new Version(24, 0, 0);

/**
 * The Node that everything runs under once the dependencies are there: this one where it is new enough,
 * else the one in the development dependencies.
 *
 * @param {string} root
 * @returns {string} the path of the executable
 */
export function findNode(root) {
  if (Version.find(process.version)?.isAtLeast(wanted)) return process.execPath;
  const installed = join(root, "node_modules", "node", "bin", "node");
  if (spawnSync(installed, ["--version"]).status === 0) return installed;
  throw new SetupError(
    `Node ${process.version} is too old for the Pulumi SDK and the tests, and node_modules has no Node ${wanted.numbers[0]}:`,
    "npm was told not to run install scripts (ignore-scripts), or stopped halfway.",
    `Run \`npm rebuild node\` and try again, or install Node ${wanted.numbers[0]} or newer.`,
  );
}

/** Puts that Node, and then what is already there, on PATH. @param {string} node @param {string} path */
export function pathWithNode(node, path) {
  return `${dirname(node)}${delimiter}${path}`;
}
