import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quietStep } from "../shared/processes.mjs";
import { cacheEntry } from "./cache.mjs";
import { pathWithNode } from "./node.mjs";

const version = "3.265.0";
const tenMinutes = 600_000;

/**
 * The official CLI through the npm package `pulumi`, which downloads it on first use. Where that download
 * can't be reached it says so in under a second.
 *
 * @param {string} cache @param {string} node @returns {Promise<string | undefined>} its folder, if it could be had
 */
export async function pulumiFromNpm(cache, node) {
  try {
    const name = `pulumi-${version}-npm-${process.platform}-${process.arch}`;
    const entry = await cacheEntry(cache, name, (folder) => download(folder, node));
    // The package puts the CLI where PULUMI_HOME points, by its own version.
    return join(entry, "home", "versions", version, "bin");
  } catch (error) {
    console.error(`  not to be had here (${lastLine(error)})`);
    return undefined;
  }
}

/** @param {string} folder @param {string} node */
async function download(folder, node) {
  const env = {
    ...process.env,
    PATH: pathWithNode(node, process.env.PATH ?? ""),
    PULUMI_HOME: join(folder, "home"),
  };
  const install = [
    "install",
    "--prefix",
    folder,
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    `pulumi@${version}`,
  ];
  await quietStep(
    `Trying the official Pulumi CLI ${version} (npm package pulumi)`,
    "sh",
    ["-c", 'npm "$@" && cd "$0" && node node_modules/pulumi/run.js version', folder, ...install],
    { env, timeoutMs: tenMinutes },
  );
  readFileSync(join(folder, "home", "versions", version, "bin", "pulumi-resource-pulumi-nodejs"));
}

/** @param {unknown} error */
function lastLine(error) {
  return error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
}
