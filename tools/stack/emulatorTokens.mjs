import { isLoopback } from "./isLoopback.mjs";

/**
 * @typedef {object} Resource
 * @property {string} urn
 * @property {string} type
 * @property {string} [id]
 * @property {Record<string, unknown>} [inputs]
 * @property {Record<string, unknown>} [outputs]
 * @typedef {{ deployment: { resources?: Resource[], pending_operations?: unknown[] } }} StackExport
 */

export const tokenType = "pulumi-nodejs:dynamic/ivsrealtime:ParticipantToken";
const exampleAccount = ":123456789012:";

/**
 * The tokens in a stack's state that the emulator minted. The provider's own entry remembers the settings of
 * the last update, and the account of AWS's examples can't be anyone's.
 *
 * @param {StackExport} exported @returns {string[]} their URNs
 */
export function emulatorTokens({ deployment: { resources = [] } }) {
  const endpoints = resources
    .filter(({ type }) => type === "pulumi:providers:pulumi-nodejs")
    .map(({ inputs }) => inputs?.["ivs-realtime:endpoint"]);
  const lastWasLocal = endpoints.some((url) => typeof url === "string" && isLoopback(url));
  return resources
    .filter(({ type }) => type === tokenType)
    .filter(({ outputs }) => lastWasLocal || String(outputs?.stageArn).includes(exampleAccount))
    .map(({ urn }) => urn);
}
