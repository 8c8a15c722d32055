import { root } from "../root.mjs";
import { children } from "../shared/processes.mjs";

/**
 * Runs a Node script and shows what it prints.
 *
 * @param {string} node @param {readonly string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit status
 */
export function inForeground(node, args, env) {
  const child = children.start(node, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => resolve(status ?? 1));
  });
}
