import { homedir } from "node:os";
import { join } from "node:path";

/** Replaces `~` with the home folder, as in the usual names of the shared config files. */
export function expandTilde(path: string): string {
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}
