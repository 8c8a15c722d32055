import { tokenType } from "./tokenType.mjs";

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
