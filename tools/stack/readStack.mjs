import { askPulumi } from "./pulumiState.mjs";

/**
 * What a stack's state holds, secrets encrypted.
 *
 * @param {string} stack @param {NodeJS.ProcessEnv} env @returns {import("./tokensOf.mjs").StackExport}
 */
export function readStack(stack, env) {
  return JSON.parse(askPulumi(["stack", "export", "--stack", stack], env));
}
