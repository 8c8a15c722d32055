import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { onPath } from "../shared/files.mjs";
import { quietStep } from "../shared/processes.mjs";
import { Version } from "../shared/version.mjs";
import { cacheEntry } from "./cache.mjs";
import { pathWithNode } from "./node.mjs";
import { builtFromGo, pulumiFromGo } from "./pulumiFromGo.mjs";

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

/** The oldest SDK that the package supports: a CLI older than its SDK isn't. */
const oldest = new Version(3, 211, 0);
const hosts = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/**
 * A CLI that is installed already, and why those that are don't do.
 *
 * @param {string} path @returns {{ directory?: string, refused: string[] }}
 */
export function pulumiOnPath(path) {
  const refused = [];
  for (const command of onPath(path, "pulumi")) {
    const reason = whyNot(command, path);
    if (!reason) return { directory: dirname(command), refused };
    refused.push(`Not using ${command}: ${reason}`);
  }
  return { refused };
}

/** @param {string} command @param {string} path @returns {string | undefined} */
function whyNot(command, path) {
  const places = [dirname(realpathSync(command)), path].join(delimiter);
  // The hosts first: npm's `pulumi` has none beside it and would start a download only to tell its version.
  const missing = hosts.find((host) => onPath(places, host).length === 0);
  if (missing) return `${missing} is neither beside it nor on PATH.`;
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { status, stdout } = spawnSync(command, ["version"], { encoding: "utf8", timeout: 20_000, env });
  const version = status === 0 ? Version.find(stdout) : undefined;
  if (!version) return "it doesn't tell its version.";
  return version.isAtLeast(oldest) ? undefined : `it is ${version}, and ${oldest} or newer is needed.`;
}

const version = "3.265.0";
const tenMinutes = 600_000;

/**
 * The official CLI through the npm package `pulumi`, which downloads it on first use. Where that download
 * can't be reached it says so in under a second.
 *
 * @param {string} cache @param {string} node @returns {Promise<string | undefined>} its folder, if it could be had
 */
async function pulumiFromNpm(cache, node) {
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
