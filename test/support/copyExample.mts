import { cp } from "node:fs/promises";
import { join } from "node:path";
import { installPackage } from "./installPackage.mts";

const examples = join(import.meta.dirname, "..", "..", "examples");

/** A copy of a folder of examples/, as it stands, with the package installed. */
export async function copyExample(name: string, folder: string): Promise<void> {
  await cp(join(examples, name), folder, {
    recursive: true,
    filter: (path) => !/[/\\](node_modules|Pulumi\.[^/\\]+\.yaml)$/.test(path),
  });
  await installPackage(folder);
}
