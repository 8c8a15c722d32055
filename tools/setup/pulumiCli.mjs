import { builtFromGo, pulumiFromGo } from "./pulumiFromGo.mjs";
import { pulumiFromNpm } from "./pulumiFromNpm.mjs";
import { pulumiOnPath } from "./pulumiOnPath.mjs";

/**
 * The folder with a Pulumi CLI, its Node language host and its host of dynamic providers: the one on PATH,
 * else one built here before, else the official download, else a build from Go modules.
 *
 * @param {string} cache @param {string} node the Node to run npm's package under
 * @returns {Promise<string>}
 */
export async function ensurePulumi(cache, node) {
  const found = pulumiOnPath(process.env.PATH ?? "");
  for (const reason of found.refused) console.error(`• ${reason}`);
  return found.directory ?? builtFromGo(cache) ?? (await pulumiFromNpm(cache, node)) ?? pulumiFromGo(cache);
}
