import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** What clients say is read and dropped. */
const maxBytes = 1024 * 1024;

/**
 * Answers a WebSocket's handshake with the first subprotocol that the client offers. Undefined: the client is gone.
 * A malformed handshake is left to the caller to answer.
 */
export async function openWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<101 | "malformed" | undefined> {
  // Few need it, and it costs tens of milliseconds.
  const { WebSocketServer } = await import("ws");
  if (socket.destroyed) return undefined;
  return new Promise((resolve) => {
    const handshake = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: maxBytes,
      handleProtocols: ([first = ""]) => first,
    });
    handshake.once("wsClientError", () => resolve("malformed"));
    socket.once("close", () => resolve(undefined));
    handshake.handleUpgrade(request, socket, head, (opened) => {
      // What a client sends against the protocol closes its WebSocket, and is an error that somebody has to hear.
      opened.on("error", () => {});
      resolve(101);
    });
  });
}
