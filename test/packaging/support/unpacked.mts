import { readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { extract } from "./extract.mts";

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
