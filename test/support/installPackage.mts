import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..", "..");

/** Puts the package and its command into a folder's node_modules, as an installation does. */
export async function installPackage(folder: string): Promise<void> {
  const [modules, name] = [join(folder, "node_modules"), "pulumi-ivs-realtime"];
  await mkdir(join(modules, ".bin"), { recursive: true });
  await symlink(repository, join(modules, name));
  await symlink(`../${name}/dist/cli/main.js`, join(modules, ".bin", name));
}
