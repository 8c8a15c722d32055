import { type ClientRequest, Agent as HttpAgent, type RequestOptions } from "node:http";
import { type AgentOptions, Agent as HttpsAgent } from "node:https";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import type { Settings } from "../settings/resolve.js";
import { bypassesProxy } from "../values/hosts.js";

const pool = { keepAlive: true, maxSockets: 50 };

/** Agents that go through the proxies of the settings, and past them to the hosts that need none. */
export function proxyAgents(
  settings: Settings,
  tls: AgentOptions,
): { httpAgent: HttpAgent; httpsAgent: HttpAgent } {
  const { httpProxy, httpsProxy, noProxy = "" } = settings;
  const direct = { http: new HttpAgent(pool), https: new HttpsAgent({ ...pool, ...tls }) };
  return {
    httpAgent:
      httpProxy === undefined
        ? direct.http
        : passing(new HttpProxyAgent(httpProxy, pool), direct.http, noProxy, {}),
    httpsAgent:
      httpsProxy === undefined
        ? direct.https
        : // Its own TLS options are those of the way to the proxy: what lies behind it takes the request's.
          passing(new Tunnels(httpsProxy, { ...pool, ...tls }), direct.https, noProxy, tls),
  };
}

/** Its own error of a proxy that hangs up or talks something else has no code, and so nobody would try again. */
class Tunnels extends HttpsProxyAgent<string> {
  override async connect(...args: Parameters<HttpsProxyAgent<string>["connect"]>) {
    return super.connect(...args).catch((error: NodeJS.ErrnoException) => {
      throw error.code === undefined ? Object.assign(error, { code: "ECONNRESET" }) : error;
    });
  }
}

/** What Node calls for each request; its types leave it out. */
interface Requested {
  addRequest(request: ClientRequest, options: RequestOptions): void;
}

/**
 * Lets an agent hand the hosts that need no proxy to another one. It happens before the request's head is written, as
 * the agent for http rewrites that, which it can't do later on a connection that is used again.
 */
function passing<Proxied extends HttpAgent>(
  proxied: Proxied,
  direct: HttpAgent,
  noProxy: string,
  tls: AgentOptions,
): Proxied {
  const [through, past] = [proxied, direct] as unknown as [Requested, Requested];
  const addRequest = through.addRequest.bind(proxied);
  through.addRequest = (request, options) => {
    if (bypassesProxy(options.host ?? "localhost", Number(options.port), noProxy))
      past.addRequest(request, options);
    else addRequest(request, { ...options, ...tls });
  };
  return proxied;
}
