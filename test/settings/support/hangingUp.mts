import { createServer } from "node:http";
import type { TestContext } from "node:test";
import { type Listening, loopbackServer } from "../../support/loopbackServer.mts";

/** Takes connections and hangs up on each. */
export async function hangingUp(t: TestContext): Promise<Listening> {
  const server = createServer();
  server.on("connection", (socket) => socket.destroy());
  const listening = await loopbackServer(server);
  t.after(() => listening.close());
  return listening;
}
