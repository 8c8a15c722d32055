import { BlockList, isIP } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** The host of a URL as a socket has it: an IPv6 address without its brackets. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");
}

/** Whether a host, as a socket has it, is this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/\.$/, "").toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  const version = isIP(name);
  return version !== 0 && loopback.check(name, version === 6 ? "ipv6" : "ipv4");
}

/**
 * Whether a host is reached without a proxy, by the rules of Go's `httpproxy`, which @pulumi/aws uses. Loopback always
 * is. Other hosts are if the list names them: `*`, a name and all below it, `.name` for those below alone, an address,
 * or a CIDR block, each with a port or without.
 */
export function bypassesProxy(host: string, port: number, noProxy: string): boolean {
  const name = host.toLowerCase();
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

/** The origin of the proxy that a URL is reached through, if any: without its login. */
export function proxyFor(
  url: string,
  {
    httpProxy,
    httpsProxy,
    noProxy = "",
  }: { httpProxy?: string | undefined; httpsProxy?: string | undefined; noProxy?: string | undefined },
): string | undefined {
  const { protocol, port } = new URL(url);
  const proxy = protocol === "https:" ? httpsProxy : httpProxy;
  const usual = protocol === "https:" ? 443 : 80;
  if (proxy === undefined || bypassesProxy(hostOf(url), Number(port || usual), noProxy)) return undefined;
  return new URL(proxy).origin;
}
