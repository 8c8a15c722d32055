import { connect } from "node:net";
import type { Emulator } from "pulumi-ivs-realtime/emulator";
import { handshake } from "./handshake.mts";

/** A raw connection, and the handshake as it goes over it. */
export function rawHandshake({ url }: Emulator, options: { allowHalfOpen?: boolean } = {}) {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", ...options });
  const headers = Object.entries({ host: "x", ...handshake, "sec-websocket-protocol": "a" });
  const lines = ["GET /events HTTP/1.1", ...headers.map(([name, value]) => `${name}: ${value}`), "", ""];
  return { socket: socket.on("error", () => {}), request: lines.join("\r\n") };
}
