import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./setting.mts";

/** The machine, the versions and the date: what the figures hold for. One line each. */
export function conditions(): string[] {
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${new Date().toISOString().slice(0, 16)}Z, load ${loadavg()[0]?.toFixed(2)} before the first run`,
    `${cpus()[0]?.model}, ${availableParallelism()} cores, ${gigabytes} GiB, ${system()}, ${type()} ${release()} ${arch()}`,
    `Node ${process.version}, Pulumi CLI ${printed("pulumi", "version")}, @pulumi/pulumi ${installed("@pulumi/pulumi")}`,
    `@aws-sdk/client-ivs-realtime ${installed("@aws-sdk/client-ivs-realtime")}, ${awsCliVersion()}`,
    `pulumi-ivs-realtime ${versionIn(root)}, commit ${commit()}`,
  ];
}

function system(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}

function awsCliVersion(): string {
  const python = process.env.CONFORMANCE_PYTHON;
  return python === undefined ? "no AWS CLI" : printed(join(dirname(python), "aws"), "--version");
}

function commit(): string {
  const changed = printed("git", "status", "--porcelain", "--untracked-files=no") !== "";
  return `${printed("git", "rev-parse", "--short", "HEAD")}${changed ? " with changes" : ""}`;
}

function installed(name: string): string {
  return versionIn(join(root, "node_modules", name));
}

function versionIn(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
}

/** What a command prints; in an archive without git there is no commit. */
function printed(command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
}
