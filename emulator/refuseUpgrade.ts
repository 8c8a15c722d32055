import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Answers what was to become another protocol with a plain HTTP error. Returns its status. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): number {
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
