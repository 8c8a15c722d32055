import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../shared/script.mjs";
import { Version } from "../shared/version.mjs";

/**
 * Fails unless there is a Go that can build this module. Run inside the module, a Go that is older but able
 * to fetch the one that go.mod asks for does so, and then tells that version.
 *
 * @param {string} module @param {NodeJS.ProcessEnv} env
 */
export function requireGo(module, env) {
  const wanted = Version.find(/^go (.*)$/m.exec(readFileSync(join(module, "go.mod"), "utf8"))?.[1] ?? "");
  const { error, stdout, stderr } = spawnSync("go", ["version"], {
    cwd: module,
    encoding: "utf8",
    env: { ...env, GOWORK: "off" },
  });
  if (error) throw new SetupError("Go is not installed.", ...needed(wanted));
  const found = Version.find(stdout);
  if (wanted && found?.isAtLeast(wanted)) return;
  throw new SetupError(
    found ? `This is Go ${found}.` : `Go can't be used: ${stderr.trim()}`,
    ...needed(wanted),
  );
}

/** The folders that a build fills. @returns {string[]} */
export function goDirectories() {
  const { stdout } = spawnSync("go", ["env", "GOCACHE", "GOMODCACHE"], { encoding: "utf8" });
  return stdout.trim().split("\n");
}

/** @param {Version | undefined} version */
function needed(version) {
  return [
    "No Pulumi CLI that is new enough is on PATH, and its download can't be reached,",
    `so it has to be built, with Go ${version} or newer. Either`,
    "  - install the Pulumi CLI: https://www.pulumi.com/docs/install/",
    "  - or install Go: https://go.dev/doc/install",
    "and run this again.",
  ];
}
