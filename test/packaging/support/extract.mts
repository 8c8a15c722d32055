import { mkdir } from "node:fs/promises";
import { environment } from "../../support/environment.mts";
import { succeed } from "./files.mts";
import { packed } from "./packed.mts";

/** Puts the published files, and nothing that they depend on, into a new folder. */
export async function extract(folder: string): Promise<void> {
  const { tarball } = await packed();
  await mkdir(folder, { recursive: true });
  await succeed("tar", ["-xzf", tarball, "--strip-components=1"], { cwd: folder, env: environment() });
}
