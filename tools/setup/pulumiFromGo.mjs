import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, readFileSync, realpathSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { quietStep } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";
import { Version } from "../shared/version.mjs";
import { cacheEntry } from "./cache.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const version = "v3.274.1";
const dynamicProviderHost = join(here, "pulumi-resource-pulumi-nodejs");

/** In the order of their size, so that a missing network shows at once. The modules pin all versions. */
const parts = [
  {
    module: join(here, "go", "pulumi-language-nodejs"),
    target: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    title: "Building Pulumi's Node language host from Go modules (about 20 s)",
  },
  {
    module: join(here, "go", "pulumi"),
    target: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    title: "Building the Pulumi CLI from Go modules (once; about 4 minutes on 2 cores)",
  },
];

/** The folder of a build that is done. @param {string} cache @returns {string | undefined} */
export function builtFromGo(cache) {
  const entry = join(cache, entryName());
  return existsSync(entry) ? realpathSync(entry) : undefined;
}

/** @param {string} cache @returns {Promise<string>} the folder with the CLI */
export function pulumiFromGo(cache) {
  return cacheEntry(cache, entryName(), async (folder) => {
    // The CLI's module asks for the newest Go.
    for (const { module } of [...parts].reverse()) requireGo(module, process.env);
    requireDisk([cache, ...goDirectories()], 4);
    for (const part of parts) await build(part, folder);
    copyFileSync(dynamicProviderHost, join(folder, "pulumi-resource-pulumi-nodejs"));
    chmodSync(join(folder, "pulumi-resource-pulumi-nodejs"), 0o755);
    if (!existsSync(join(folder, "pulumi"))) throw new SetupError("The Go build left no pulumi behind.");
  });
}

/** @param {(typeof parts)[number]} part @param {string} folder */
async function build({ module, target, title }, folder) {
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  try {
    await quietStep(title, "go", ["build", "-ldflags", flags, "-o", `${folder}/`, target], {
      cwd: module,
      env: { ...process.env, GOWORK: "off" },
    });
  } catch (error) {
    throw new SetupError(
      "The build from Go modules failed. Its last lines:",
      /** @type {Error} */ (error).message,
      "If they speak of the network: Go's module proxy has to be reachable (`go env GOPROXY`).",
      "Or install the Pulumi CLI (https://www.pulumi.com/docs/install/), so that `pulumi` is on PATH, and run this again.",
    );
  }
}

/** A change of versions or of the script makes another cache entry. */
function entryName() {
  const hash = createHash("sha256").update(readFileSync(dynamicProviderHost));
  for (const { module } of parts)
    hash.update(readFileSync(join(module, "go.mod"))).update(readFileSync(join(module, "go.sum")));
  const digest = hash.digest("hex").slice(0, 8);
  return `pulumi-${version.slice(1)}-go-${process.platform}-${process.arch}-${digest}`;
}

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
function goDirectories() {
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

const gibibyte = 2 ** 30;

/** Fails unless each folder's file system has that much room. @param {string[]} folders @param {number} gibibytes */
export function requireDisk(folders, gibibytes) {
  for (const folder of folders) {
    const { bavail, bsize } = statfsSync(nearest(folder));
    const free = (bavail * bsize) / gibibyte;
    if (free >= gibibytes) continue;
    throw new SetupError(
      `${folder} has ${free.toFixed(1)} GiB of free disk; building the Pulumi CLI takes up to ${gibibytes} GiB.`,
      "Free some, or install the Pulumi CLI (https://www.pulumi.com/docs/install/), and run this again.",
    );
  }
}

/** @param {string} folder @returns {string} */
function nearest(folder) {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}
