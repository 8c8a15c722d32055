import { bypassesProxy } from "./bypassesProxy.js";
import type { Settings } from "./settings.js";

/** The proxy that a URL is reached through, if any, without its login. */
export function proxyFor(
  url: string,
  { httpProxy, httpsProxy, noProxy = "" }: Pick<Settings, "httpProxy" | "httpsProxy" | "noProxy">,
): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  const proxy = protocol === "https:" ? httpsProxy : httpProxy;
  const usual = protocol === "https:" ? 443 : 80;
  if (proxy === undefined || bypassesProxy(hostname, Number(port || usual), noProxy)) return undefined;
  return new URL(proxy).origin;
}
