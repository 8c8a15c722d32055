import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, BlockList } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Listens and returns host and port as they stand in a URL. Warns where others on the network can reach it. */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  server.listen(port, host);
  await once(server, "listening");
  const { address, family, port: bound } = server.address() as AddressInfo;
  if (!loopback.check(address, family === "IPv6" ? "ipv6" : "ipv4")) {
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
