import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { isLoopback } from "../provider/values/hosts.js";

/** Listens and returns host and port as they stand in a URL. Warns where others on the network can reach it. */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  server.listen(port, host);
  await once(server, "listening");
  const { address, port: bound } = server.address() as AddressInfo;
  if (!isLoopback(address)) {
    process.emitWarning(
      `The IVS Real-Time emulator listens at ${address}: whoever reaches this machine reaches it`,
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
