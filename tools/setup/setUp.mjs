import { SetupError } from "../shared/script.mjs";
import { ensureBuild } from "./build.mjs";
import { cacheRoot } from "./cacheRoot.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { findNode } from "./node.mjs";
import { ensurePulumi } from "./pulumiCli.mjs";
import { toolEnvironment } from "./toolEnvironment.mjs";

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
