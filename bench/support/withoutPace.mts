import { join } from "node:path";
import { root } from "./setting.mts";

/** What ours is started with to tell what the pace takes: 50 calls a second, evenly, take 20 ms each. */
export const withoutPace = join(root, "bench", "support", "withoutPace.cjs");
