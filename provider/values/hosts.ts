import { BlockList, isIP } from "node:net";
import { isLoopback } from "../isLoopback.js";

/**
 * Whether a host is reached without a proxy, as Go's `httpproxy` and so @pulumi/aws have it: loopback always; else
 * what the list names: `*`, a name and all below it, `.name` for those below alone, an address, a CIDR block, each
 * with a port or without.
 */
export function bypassesProxy(host: string, port: number, noProxy: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  if (isLoopback(name)) return true;
  const entries = noProxy.split(",").map((entry) => entry.trim().toLowerCase());
  return entries.filter(Boolean).some((entry) => matches(entry, name, port));
}

function matches(entry: string, name: string, port: number): boolean {
  if (entry === "*") return true;
  const [, bare = entry, itsPort] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(isIP(entry) === 6 ? "" : entry) ?? [];
  if (itsPort !== undefined && Number(itsPort) !== port) return false;
  if (bare.includes("/")) return isWithin(bare, name);
  if (isIP(bare) !== 0) return bare === name;
  const domain = bare.replace(/^\*?\./, "");
  return name.endsWith(`.${domain}`) || (name === domain && bare === domain);
}

function isWithin(block: string, name: string): boolean {
  const [address = "", bits = ""] = block.split("/");
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (isIP(address) === 0 || isIP(name) !== isIP(address) || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === "ipv6" ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return list.check(name, family);
}
