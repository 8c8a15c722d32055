import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { asksForWebSocket } from "./asksForWebSocket.js";

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
