import { spawnSync } from "node:child_process";
import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { Version } from "./version.mjs";

/** The oldest SDK that the package supports: a CLI older than its SDK isn't. */
const oldest = new Version(3, 211, 0);
const hosts = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/**
 * A CLI that is installed already, and why those that are don't do.
 *
 * @param {string} path @returns {{ directory?: string, refused: string[] }}
 */
export function pulumiOnPath(path) {
  const directories = path.split(delimiter).filter((directory) => directory !== "");
  const refused = [];
  for (const directory of directories.filter((candidate) => isExecutable(join(candidate, "pulumi")))) {
    const command = join(directory, "pulumi");
    const reason = whyNot(command, [dirname(realpathSync(command)), ...directories]);
    if (!reason) return { directory, refused };
    refused.push(`Not using ${command}: ${reason}`);
  }
  return { refused };
}

/** @param {string} command @param {string[]} directories @returns {string | undefined} */
function whyNot(command, directories) {
  // The hosts first: npm's `pulumi` has none beside it and would start a download only to tell its version.
  const missing = hosts.find((host) => !directories.some((directory) => isExecutable(join(directory, host))));
  if (missing) return `${missing} is neither beside it nor on PATH.`;
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { status, stdout } = spawnSync(command, ["version"], { encoding: "utf8", timeout: 20_000, env });
  const version = status === 0 ? Version.find(stdout) : undefined;
  if (!version) return "it doesn't tell its version.";
  return version.isAtLeast(oldest) ? undefined : `it is ${version}, and ${oldest} or newer is needed.`;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
