import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..", "..");

/** A copy of a folder of examples/, as it stands, where an installation would have put the package beside it. */
export async function copyExample(name: string, folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await cp(join(repository, "examples", name), folder, {
    recursive: true,
    filter: (path) => !/[/\\](node_modules|Pulumi\.[^/\\]+\.yaml)$/.test(path),
  });
  await mkdir(modules);
  await symlink(repository, join(modules, "pulumi-ivs-realtime"));
}
