import { delimiter } from "node:path";
import { SetupError } from "../shared/script.mjs";
import { ensureBuild } from "./build.mjs";
import { cacheRoot } from "./cache.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { findNode, pathWithNode } from "./node.mjs";
import { ensurePulumi } from "./pulumiCli.mjs";

/**
 * Brings a fresh clone to where everything runs; where all is there already it takes a moment and is silent.
 *
 * @param {string} root
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node to use, and the environment
 */
export async function setUp(root) {
  if (process.platform === "win32")
    throw new SetupError("These scripts need a Unix shell: on Windows use WSL.");
  await ensureDependencies(root);
  const node = findNode(root);
  await ensureBuild(root, node);
  const pulumi = await ensurePulumi(cacheRoot(), node);
  return { node, env: toolEnvironment({ pulumi, node }) };
}

/**
 * The environment for everything that runs Pulumi: this CLI and this Node first on PATH, and nothing asked
 * of the network but what a program asks for itself.
 *
 * @param {{ pulumi: string, node: string }} tools @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
function toolEnvironment({ pulumi, node }, base = process.env) {
  return {
    ...base,
    PATH: pathWithNode(node, `${pulumi}${delimiter}${base.PATH ?? ""}`),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
