import { bypassesProxy } from "../values/hosts.js";

/** The proxy that a URL is reached through, if any, without its login. */
export function proxyFor(
  url: string,
  {
    httpProxy,
    httpsProxy,
    noProxy = "",
  }: { httpProxy?: string | undefined; httpsProxy?: string | undefined; noProxy?: string | undefined },
): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  const proxy = protocol === "https:" ? httpsProxy : httpProxy;
  const usual = protocol === "https:" ? 443 : 80;
  if (proxy === undefined || bypassesProxy(hostname, Number(port || usual), noProxy)) return undefined;
  return new URL(proxy).origin;
}
