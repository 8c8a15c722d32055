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

/**
 * A stack's own settings, by full key.
 *
 * @param {string} stack @param {NodeJS.ProcessEnv} env @returns {Record<string, { value?: string }>}
 */
export function readConfig(stack, env) {
  return JSON.parse(askPulumi(["config", "--json", "--stack", stack], env));
}

/**
 * What a stack's state holds, secrets encrypted.
 *
 * @param {string} stack @param {NodeJS.ProcessEnv} env @returns {StackExport}
 */
export function readStack(stack, env) {
  return JSON.parse(askPulumi(["stack", "export", "--stack", stack], env));
}

/** The package's own can't be imported: these scripts run before there is a build. */
export const tokenType = "pulumi-nodejs:dynamic/ivsrealtime:ParticipantToken";

/**
 * @typedef {object} Resource
 * @property {string} urn
 * @property {string} type
 * @property {string} [id]
 * @property {boolean} [delete] replaced already, and to be deleted by the next update
 * @property {Record<string, unknown>} [inputs]
 * @property {Record<string, unknown>} [outputs]
 * @typedef {{ deployment: { resources?: Resource[], pending_operations?: unknown[] } }} StackExport
 */

/** The tokens that a stack has. @param {StackExport} exported @returns {Resource[]} */
export function tokensOf({ deployment: { resources = [] } }) {
  return resources.filter((resource) => resource.type === tokenType && !resource.delete);
}
