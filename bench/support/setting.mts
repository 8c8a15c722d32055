import { join } from "node:path";
import type { Service } from "./service.mts";

/** What every row is measured with. */
export interface Setting {
  readonly service: Service;
  /** As few rounds as tell anything at all. */
  readonly quick: boolean;
}

export const root = join(import.meta.dirname, "..", "..");
export const work = join(root, "bench", ".work");
