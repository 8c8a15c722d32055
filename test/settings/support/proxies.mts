import { type ForwardProxy, startForwardProxy } from "../../support/proxies.mts";

export const proxyPassword = "hush-proxy-password";

/** One for each place that may name a proxy; `guarded` wants a login, `silent` never answers. */
export type Proxies = Readonly<Record<(typeof open)[number] | "guarded" | "silent", ForwardProxy>>;
const open = ["near", "own", "aws", "env", "lowercase"] as const;

/** @param tlsPort where the hosts of AWS are found. */
export async function startProxies(tlsPort: number): Promise<Proxies> {
  const ports = { 443: tlsPort };
  return Object.fromEntries([
    ...(await Promise.all(open.map(async (name) => [name, await startForwardProxy({ ports })]))),
    ["guarded", await startForwardProxy({ ports, login: `someone:${proxyPassword}` })],
    ["silent", await startForwardProxy({ silent: true })],
  ]);
}
