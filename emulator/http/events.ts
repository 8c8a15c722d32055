import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { headersOf } from "../headersOf.js";
import { openWebSocket } from "../openWebSocket.js";
import { refuseUpgrade } from "../refuseUpgrade.js";
import type { RequestLog } from "../requestLog.js";
import { eventsPath } from "../state/stages.js";

interface EventsParts {
  readonly clock: () => Date;
  readonly requests: RequestLog;
  readonly log: (line: string) => void;
}

/**
 * What a client that joins connects to: a WebSocket that is opened with the client's subprotocol, which is its
 * token, and then says nothing. Neither log nor requests hold that header or the query.
 */
export function eventsListener(parts: EventsParts) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const start = performance.now();
    // A client may go away at any moment; without this its error would take the process down.
    socket.on("error", () => {});
    upgraded(request, socket, head, parts)
      .catch(() => ({ operation: "OpenEvents", status: refuseUpgrade(socket, 500, "The emulator failed") }))
      .then(({ operation, status }) => {
        parts.log(`${operation} ${status ?? "dropped"} ${Math.round(performance.now() - start)} ms`);
      })
      .catch((error) => process.emitWarning(`The log of the IVS Real-Time emulator failed: ${error}`));
  };
}

async function upgraded(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { clock, requests }: EventsParts,
): Promise<{ operation: string; status: number | undefined }> {
  const [path = ""] = (request.url ?? "").split("?", 1);
  const operation = path === eventsPath ? "OpenEvents" : "UnknownOperation";
  const entry = requests.add({ operation, path, headers: headersOf(request), input: undefined }, clock());
  entry.status = await statusOf(path, request, socket, head);
  return { operation, status: entry.status };
}

async function statusOf(path: string, request: IncomingMessage, socket: Duplex, head: Buffer) {
  if (path !== eventsPath) return refuseUpgrade(socket, 404, `The one WebSocket here is ${eventsPath}`);
  if (!request.headers["sec-websocket-protocol"]) {
    return refuseUpgrade(socket, 400, "A WebSocket for events has the token as its subprotocol");
  }
  const outcome = await openWebSocket(request, socket, head);
  return outcome === "malformed" ? refuseUpgrade(socket, 400, "This is no WebSocket handshake") : outcome;
}
