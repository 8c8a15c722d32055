import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..", "..", "..");

/** Puts the package and its command into a folder's node_modules, as an installation does. */
export async function installPackage(folder: string): Promise<void> {
  const [modules, command] = [join(folder, "node_modules"), "pulumi-ivs-realtime"];
  await mkdir(join(modules, ".bin"), { recursive: true });
  // scene.example has linked the package already.
  await symlink(repository, join(modules, command)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await symlink(`../${command}/dist/cli/main.js`, join(modules, ".bin", command));
}
