import { connect } from "node:net";
import type { Duplex } from "node:stream";

/** Joins a CONNECT's socket to a port of this machine. */
export function tunnel(socket: Duplex, port: number): void {
  const onward = connect(port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.pipe(onward).pipe(socket);
  });
  onward.on("error", () => socket.destroy());
  onward.on("close", () => socket.destroy());
  socket.on("close", () => onward.destroy());
}
