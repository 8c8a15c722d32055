import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { onPath } from "../shared/files.mjs";
import { Version } from "../shared/version.mjs";

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
