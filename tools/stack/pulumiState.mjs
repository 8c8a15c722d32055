import { spawnSync } from "node:child_process";
import { SetupError } from "../shared/script.mjs";

/**
 * Asks Pulumi something that takes a moment. What it answers holds no secret: none of these commands shows
 * one unless it is told to.
 *
 * @param {readonly string[]} args @param {NodeJS.ProcessEnv} env @returns {string}
 */
export function askPulumi(args, env) {
  const options = { encoding: /** @type {const} */ ("utf8"), env, maxBuffer: 2 ** 28 };
  const { status, stdout, stderr, error } = spawnSync("pulumi", [...args, "--non-interactive"], options);
  if (status === 0) return stdout;
  throw new SetupError(`pulumi ${args.join(" ")} failed:`, (error?.message ?? stderr).trim());
}
