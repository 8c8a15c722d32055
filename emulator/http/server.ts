import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, BlockList, type Socket } from "node:net";
import { room } from "../state/space.js";
import { assertHost, certificate } from "./certificate.js";
import { asksForWebSocket } from "./events.js";

/** What the certificate of an emulator with TLS is for. */
export interface TlsOptions {
  /**
   * Host names and addresses that the certificate is good for besides `localhost`, `127.0.0.1`, `::1` and where the
   * emulator listens. Default: none.
   */
  readonly hosts?: readonly string[];
}

interface OpenServer {
  readonly server: Server;
  readonly url: string;
  readonly certificate: string | undefined;
  /** Ends all connections. */
  drop(): void;
}

interface Place {
  readonly port: number;
  readonly host: string;
  readonly tls: boolean | TlsOptions;
}

const local = ["localhost", "127.0.0.1", "::1"];

/** A server that listens, with TLS or without, and answers nothing yet. */
export async function openServer({ port, host, tls }: Place): Promise<OpenServer> {
  if (tls) return openTlsServer(port, host, tls === true ? {} : tls);
  const server = createServer({ shouldUpgradeCallback: asksForWebSocket });
  const drop = dropper(server);
  return { server, url: `http://${await listen(server, port, host)}`, certificate: undefined, drop };
}

async function openTlsServer(port: number, host: string, { hosts = [] }: TlsOptions): Promise<OpenServer> {
  for (const name of hosts) assertHost(name);
  const https = await import("node:https");
  const server = https.createServer({ shouldUpgradeCallback: asksForWebSocket });
  const drop = dropper(server);
  const url = `https://${await listen(server, port, host)}`;
  const address = new URL(url).hostname.replace(/^\[|\]$/g, "");
  // Only now is it known where it listens: the host may be a name.
  const { cert, key } = await certificate([...local, host, address, ...hosts]);
  server.setSecureContext({ cert, key });
  return { server, url, certificate: cert, drop };
}

/** Not closeAllConnections: it knows neither those in a TLS handshake, which may take two minutes, nor what was upgraded. */
function dropper(server: Server): () => void {
  server.maxConnections = room.connections;
  // A body that takes longer would hold its room for as long.
  server.requestTimeout = 60_000;
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Listens and returns host and port as they stand in a URL. Warns where others on the network can reach it. */
async function listen(server: Server, port: number, host: string): Promise<string> {
  server.listen(port, host);
  await once(server, "listening");
  const { address, family, port: bound } = server.address() as AddressInfo;
  if (!loopback.check(address, family === "IPv6" ? "ipv6" : "ipv4")) {
    process.emitWarning(
      `The IVS Real-Time emulator listens at ${address}: anyone who can reach this machine can call it`,
    );
  }
  return `${reachable(address)}:${bound}`;
}

/** The unspecified addresses can be listened at and not connected to, at least not everywhere. */
function reachable(address: string): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  if (address === "::") return "[::1]";
  return address.includes(":") ? `[${address}]` : address;
}
