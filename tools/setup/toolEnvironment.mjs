import { delimiter } from "node:path";
import { pathWithNode } from "./node.mjs";

/**
 * The environment for everything that runs Pulumi: this CLI and this Node first on PATH, and nothing asked
 * of the network but what a program asks for itself.
 *
 * @param {{ pulumi: string, node: string }} tools @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment({ pulumi, node }, base = process.env) {
  return {
    ...base,
    PATH: pathWithNode(node, `${pulumi}${delimiter}${base.PATH ?? ""}`),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
