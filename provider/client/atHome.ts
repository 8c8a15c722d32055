import { homedir } from "node:os";
import { join } from "node:path";

/** A path with `~` for the home folder, as the shared config files of AWS are known by. */
export function atHome(path: string): string {
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}
