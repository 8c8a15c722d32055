import { environment } from "../../support/environment.mts";
import { succeed } from "./files.mts";

/** Installs what the package.json of a folder asks for, with npm. */
export async function install(folder: string): Promise<void> {
  const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await succeed("npm", args, { cwd: folder, env: environment() });
}
