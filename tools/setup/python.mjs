import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { quietStep } from "../shared/processes.mjs";
import { cacheEntry } from "./cache.mjs";

/**
 * A Python with the AWS CLI and botocore, in a virtual environment of this user, for the tests that hold the
 * emulator against them. Where there is none those tests are skipped, so this tells why instead of failing.
 *
 * @param {string} cache @param {string} root
 * @returns {Promise<{ python: string } | { missing: string }>}
 */
export async function ensureConformancePython(cache, root) {
  const requirements = join(root, "test", "conformance", "requirements.txt");
  if (!existsSync(requirements)) return { missing: `${requirements} is not there` };
  const version = pythonVersion();
  if (!version)
    return {
      missing: "there is no python3 with venv and ensurepip on PATH (Debian: apt install python3-venv)",
    };
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  try {
    const name = `conformance-${version}-${hash}`;
    const venv = await cacheEntry(cache, name, (folder) => install(folder, requirements));
    return { python: join(venv, "bin", "python") };
  } catch (error) {
    return { missing: `pip could not install ${requirements}:\n${/** @type {Error} */ (error).message}` };
  }
}

/** @returns {string | undefined} such as "python3.11" */
function pythonVersion() {
  const script = "import sys, venv, ensurepip; print('python%d.%d' % sys.version_info[:2])";
  const { status, stdout } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** @param {string} folder @param {string} requirements */
async function install(folder, requirements) {
  const script = 'python3 -m venv "$1" && exec "$1/bin/python" -m pip install --quiet --requirement "$2"';
  const title = "Installing the AWS CLI and botocore for the conformance tests (pip)";
  await quietStep(title, "sh", ["-c", script, "sh", folder, requirements]);
}
