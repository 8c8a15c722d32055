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
import { succeed } from "./files.mts";

/** What `npm pack` made: where it lies, and which files it says it holds. */
interface Packed {
  readonly tarball: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const repository = join(import.meta.dirname, "..", "..", "..");
const left = new Set(["node_modules", "dist", ".git", ".work", ".state"]);
const packs = join(repository, ".work", "packed");

/**
 * The tarball as it would be published, packed once for all test files: in a copy of the sources, since packing
 * replaces dist/, which other tests read. The copy starts with a leftover in its dist/.
 */
export async function packed(): Promise<Packed> {
  const folder = join(packs, await fingerprint());
  if (!(await exists(folder))) await pack(folder);
  // In use: `npm test` removes what nobody used for a day.
  await utimes(folder, new Date(), new Date());
  const [described] = JSON.parse(await readFile(join(folder, "pack.json"), "utf8"));
  return { tarball: join(folder, described.filename), files: described.files };
}

async function pack(folder: string): Promise<void> {
  await mkdir(packs, { recursive: true });
  const copy = await mkdtemp(join(packs, "making-"));
  try {
    await copySources(copy);
    const out = join(copy, "out");
    await mkdir(out);
    // Scripts in the foreground would print into the JSON.
    const args = ["pack", "--json", "--foreground-scripts=false", "--pack-destination", out];
    const { stdout } = await succeed("npm", args, { cwd: copy, env: environment() });
    await writeFile(join(out, "pack.json"), stdout);
    // Another test file may have been first, with the same tarball.
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
  await mkdir(join(copy, "dist", "provider"), { recursive: true });
  await writeFile(join(copy, "dist", "provider", "leftover.js"), "// Of a source that is gone.\n");
}

const filter = (path: string) => !left.has(basename(path));

/** A name for everything that the tarball is made from. */
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
export async function extract(folder: string): Promise<void> {
  const { tarball } = await packed();
  await mkdir(folder, { recursive: true });
  await succeed("tar", ["-xzf", tarball, "--strip-components=1"], { cwd: folder, env: environment() });
}

const modules = join(import.meta.dirname, "..", "..", "..", "node_modules");

/**
 * Puts the published files into a folder's node_modules, beside links to the repository's own dependencies: what
 * an installation would bring, without its cost.
 */
export async function unpacked(folder: string): Promise<void> {
  const target = join(folder, "node_modules");
  await extract(join(target, "pulumi-ivs-realtime"));
  for (const name of await readdir(modules)) {
    if (!name.startsWith(".")) await symlink(join(modules, name), join(target, name));
  }
}

/** Installs what the package.json of a folder asks for, with npm. */
export async function install(folder: string): Promise<void> {
  const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await succeed("npm", args, { cwd: folder, env: environment() });
}

/** What a program asks for that uses this package, with an SDK of that version. */
export async function dependencies(sdk: string): Promise<Record<string, string>> {
  const { tarball } = await packed();
  return { "pulumi-ivs-realtime": `file:${tarball}`, "@pulumi/pulumi": sdk };
}

/** Both ends of the supported range of @pulumi/pulumi, or near: not every registry carries 3.211.0. */
export const sdkVersions = { oldest: "3.212.0", newest: "3.270.0" };
