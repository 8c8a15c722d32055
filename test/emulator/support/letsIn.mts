import { once } from "node:events";
import type { WebSocket } from "ws";

/** One that joins is still let in: nothing took the server down. */
export async function letsIn(join: () => WebSocket): Promise<void> {
  await once(join(), "open", { signal: AbortSignal.timeout(10_000) });
}
