import { onPath } from "../../../tools/shared/files.mjs";

/** A program of the machine: its path, and why tests that need it are skipped where it has none. */
export function tool(name: string): { readonly path: string; readonly skip: string | false } {
  const [path] = onPath(process.env.PATH ?? "", name);
  return { path: path ?? name, skip: path === undefined && `there is no ${name} on this machine` };
}
