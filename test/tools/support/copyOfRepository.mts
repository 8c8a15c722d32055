import { execFileSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/temporaryFolder.mts";

const root = join(import.meta.dirname, "../../..");

/** The repository as a clone of it would be, what isn't committed yet included, with node_modules in place. */
export function copyOfRepository(): string {
  const copy = temporaryFolder();
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  for (const file of String(list).split("\0").filter(Boolean)) {
    cpSync(join(root, file), join(copy, file), { force: true, preserveTimestamps: true });
  }
  cpSync(join(root, "dist"), join(copy, "dist"), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}
