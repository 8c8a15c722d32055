import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { room } from "../state/space.js";
import { eventsPath } from "../state/stages.js";
import { headersOf } from "./request.js";
import type { RequestLog } from "./requestLog.js";

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
  const entry = requests.add({ operation, path, headers: headersOf(request), body: undefined }, clock());
  entry.status = await statusOf(path, request, socket, head);
  return { operation, status: entry.status };
}

async function statusOf(path: string, request: IncomingMessage, socket: Duplex, head: Buffer) {
  if (path !== eventsPath) return refuseUpgrade(socket, 404, `The one WebSocket here is ${eventsPath}`);
  if (!request.headers["sec-websocket-protocol"]) {
    return refuseUpgrade(socket, 400, "A WebSocket for events has the token as its subprotocol");
  }
  const outcome = await openWebSocket(request, socket, head);
  return outcome === "malformed" ? refuseUpgrade(socket, 400, "This is not a WebSocket handshake") : outcome;
}

/** What clients say is read and dropped; what is more than this, or comes in more pieces, ends the WebSocket. */
const bounds = { maxPayload: room.message, maxFragments: 64, maxBufferedChunks: 1024 };

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
      ...bounds,
      handleProtocols: ([first = ""]) => first,
    });
    handshake.once("wsClientError", () => resolve("malformed"));
    socket.once("close", () => resolve(undefined));
    handshake.handleUpgrade(request, socket, head, (opened) => {
      // What a client sends against the protocol closes its WebSocket, and is an error that somebody has to hear.
      opened.on("error", () => {});
      // Each ping is answered, and who never reads lets the answers pile up.
      opened.on("ping", () => {
        if (opened.bufferedAmount > room.message) opened.terminate();
      });
      resolve(101);
    });
  });
}

/** Answers what was to become another protocol with a plain HTTP error. Returns its status. */
function refuseUpgrade(socket: Duplex, status: number, reason: string): number {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "connection: close",
    "content-type: text/plain",
    `content-length: ${Buffer.byteLength(reason)}`,
    "",
    reason,
  ];
  // Else a client that never ends its side would hold the socket.
  socket.once("finish", () => socket.destroy());
  socket.end(lines.join("\r\n"));
  return status;
}

export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Hands WebSockets to the listener, and what offers another protocol (Java's HttpClient: h2c) back to the server, without
 * its offer. Node does so by itself where it knows `shouldUpgradeCallback`, which is from 22.21 and 24.9 on; before, it
 * takes any offer for an upgrade and leaves the body unread.
 */
export function webSocketsOnly(server: Server, listener: UpgradeListener): UpgradeListener {
  return (request, socket, head) => {
    if (asksForWebSocket(request)) return listener(request, socket, head);
    socket.unshift(Buffer.concat([Buffer.from(withoutOffer(request), "latin1"), head]));
    server.emit("encrypted" in socket ? "secureConnection" : "connection", socket);
  };
}

/** The head of a request as it came, but for `Upgrade`. */
function withoutOffer({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 1 || name.toLowerCase() === "upgrade" ? [] : [`${name}: ${rawHeaders[index + 1]}`],
  );
  return [`${method} ${url} HTTP/${httpVersion}`, ...headers, "", ""].join("\r\n");
}
