import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { quietStep } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";
import { cacheEntry } from "./cache.mjs";
import { requireDisk } from "./disk.mjs";
import { goDirectories, requireGo } from "./go.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const version = "v3.259.0";
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
