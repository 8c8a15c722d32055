import { homedir } from "node:os";
import { join } from "node:path";

/** Where everything that takes minutes is kept for this user, so that a second clone finds it. */
export function cacheRoot(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-ivs-realtime");
}
