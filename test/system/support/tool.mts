import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program of the machine: its path, and why tests that need it are skipped where it has none. */
export function tool(name: string): { readonly path: string; readonly skip: string | false } {
  const paths = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  const path = paths.find(existsSync);
  return { path: path ?? name, skip: path === undefined && `there is no ${name} on this machine` };
}
