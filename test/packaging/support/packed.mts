import { createHash, type Hash } from "node:crypto";
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { basename, join } from "node:path";
import { environment } from "../../support/environment.mts";
import { succeed, writeFiles } from "./files.mts";

/** What `npm pack` made: where it lies, and which files it says it holds. */
interface Packed {
  readonly tarball: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** The packages of this repository, and their folders in it. */
const packages = { "pulumi-ivs-realtime": ".", "ivs-realtime-emulator": "emulator" } as const;
type PackageName = keyof typeof packages;

const repository = join(import.meta.dirname, "..", "..", "..");
const left = new Set(["node_modules", "dist", ".git", ".work", ".state"]);
const packs = join(repository, ".work", "packed");

/**
 * A package's tarball as it would be published, packed once for all test files: in a copy of the sources, since packing
 * replaces dist/, which other tests read. The copy starts with a leftover in its dist/.
 */
export async function packed(name: PackageName = "pulumi-ivs-realtime"): Promise<Packed> {
  const folder = join(packs, await fingerprint());
  if (!(await exists(folder))) await pack(folder);
  // In use: `npm test` removes what nobody used for a day.
  await utimes(folder, new Date(), new Date());
  const [described] = JSON.parse(await readFile(join(folder, `${name}.json`), "utf8"));
  return { tarball: join(folder, described.filename), files: described.files };
}

async function pack(folder: string): Promise<void> {
  await mkdir(packs, { recursive: true });
  const copy = await mkdtemp(join(packs, "making-"));
  try {
    await copySources(copy);
    const out = join(copy, "out");
    await mkdir(out);
    for (const [name, place] of Object.entries(packages)) {
      // Scripts in the foreground would print into the JSON.
      const args = ["pack", "--json", "--foreground-scripts=false", "--pack-destination", out];
      const { stdout } = await succeed("npm", args, { cwd: join(copy, place), env: environment() });
      await writeFile(join(out, `${name}.json`), stdout);
    }
    // Another test file may have been first, with the same tarballs.
    await rename(out, folder).catch((error) =>
      exists(folder).then((there) => there || Promise.reject(error)),
    );
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function copySources(copy: string): Promise<void> {
  for (const name of await readdir(repository)) {
    if (!left.has(name)) await cp(join(repository, name), join(copy, name), { recursive: true, filter });
  }
  const modules = join(repository, "node_modules");
  await mkdir(join(copy, "node_modules"));
  for (const name of await readdir(modules))
    await symlink(join(modules, name), join(copy, "node_modules", name));
  for (const place of Object.values(packages)) {
    const dist = join(copy, place, "dist");
    await mkdir(join(dist, "cli"), { recursive: true });
    await writeFile(join(dist, "cli", "leftover.js"), "// Of a source that is gone.\n");
  }
}

const filter = (path: string) => !left.has(basename(path));

/** A name for everything that the tarballs are made from. */
async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of (await readdir(repository)).sort()) {
    if (!left.has(name) && name !== "test") await add(hash, join(repository, name));
  }
  return hash.digest("hex").slice(0, 16);
}

async function add(hash: Hash, path: string): Promise<void> {
  hash.update(path);
  if (!(await stat(path)).isDirectory()) {
    hash.update(await readFile(path));
    return;
  }
  const names = (await readdir(path)).filter((name) => !left.has(name));
  for (const name of names.sort()) await add(hash, join(path, name));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Puts the published files, and nothing that they depend on, into a new folder. */
export async function extract(folder: string, name?: PackageName): Promise<void> {
  const { tarball } = await packed(name);
  await mkdir(folder, { recursive: true });
  await succeed("tar", ["-xzf", tarball, "--strip-components=1"], { cwd: folder, env: environment() });
}

const modules = join(import.meta.dirname, "..", "..", "..", "node_modules");

/**
 * Puts the published files of both packages into a folder's node_modules, beside links to the repository's own
 * dependencies: what an installation would bring, without its cost.
 */
export async function unpacked(folder: string): Promise<void> {
  for (const name of Object.keys(packages) as PackageName[])
    await extract(join(folder, "node_modules", name), name);
  await linkDependencies(folder);
}

/** Puts links to the repository's own dependencies into a folder's node_modules. */
export async function linkDependencies(folder: string): Promise<void> {
  const target = join(folder, "node_modules");
  await mkdir(target, { recursive: true });
  for (const name of await readdir(modules)) {
    if (name.startsWith(".") || name in packages) continue;
    await symlink(join(modules, name), join(target, name));
  }
}

/** Installs what the package.json of a folder asks for, with npm. */
export async function install(folder: string): Promise<void> {
  const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await succeed("npm", args, { cwd: folder, env: environment() });
}

/** Installs both packages and an SDK of that version with pnpm, strictly, beside a program. */
export async function installByPnpm(folder: string, sdk: string, program: string): Promise<void> {
  const all = { ...(await dependencies(sdk)), ...(await emulatorDependency()) };
  await writeFiles(folder, {
    "package.json": { type: "module", dependencies: all },
    "index.js": program,
    // pnpm fails over an install script that it was told nothing of; this one only prints advice.
    "pnpm-workspace.yaml": "allowBuilds:\n  protobufjs: false\n",
  });
  const args = ["exec", "--yes", "--prefer-offline", "pnpm@12.21.0", "--", "install", "--prefer-offline"];
  await succeed("npm", args, { cwd: folder, env: environment({ CI: "true" }) });
}

/** The emulator as a dependency, for a folder whose tests start it. */
export async function emulatorDependency(): Promise<Record<string, string>> {
  const { tarball } = await packed("ivs-realtime-emulator");
  return { "ivs-realtime-emulator": `file:${tarball}` };
}

/** What a program asks for that uses this package, with an SDK of that version. */
export async function dependencies(sdk: string): Promise<Record<string, string>> {
  const { tarball } = await packed();
  return { "pulumi-ivs-realtime": `file:${tarball}`, "@pulumi/pulumi": sdk };
}

/** Both ends of the supported range of @pulumi/pulumi, or near: not every registry carries 3.211.0. */
export const sdkVersions = { oldest: "3.212.0", newest: "3.270.0" };
