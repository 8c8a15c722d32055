import { askPulumi } from "./pulumiState.mjs";

/**
 * A stack's own settings, by full key.
 *
 * @param {string} stack @param {NodeJS.ProcessEnv} env @returns {Record<string, { value?: string }>}
 */
export function readConfig(stack, env) {
  return JSON.parse(askPulumi(["config", "--json", "--stack", stack], env));
}
