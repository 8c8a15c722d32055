import { Agent as HttpAgent } from "node:http";
import { type AgentOptions, Agent as HttpsAgent } from "node:https";
import { Agent, type AgentConnectOpts } from "agent-base";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import type { Settings } from "../settings/settings.js";
import { bypassesProxy } from "./bypassesProxy.js";

const pool = { keepAlive: true, maxSockets: 50 };

/** Agents that go through the proxies of the settings, and past them to the hosts that need none. */
export function proxyAgents(
  settings: Settings,
  tls: AgentOptions,
): { httpAgent: HttpAgent; httpsAgent: HttpAgent } {
  const { httpProxy, httpsProxy, noProxy = "" } = settings;
  const direct = { http: new HttpAgent(pool), https: new HttpsAgent({ ...pool, ...tls }) };
  const choose = (proxied: HttpAgent, past: HttpAgent) =>
    new ChoosingAgent((host, port) => (bypassesProxy(host, port, noProxy) ? past : proxied));
  return {
    httpAgent:
      httpProxy === undefined ? direct.http : choose(new HttpProxyAgent(httpProxy, pool), direct.http),
    httpsAgent:
      httpsProxy === undefined
        ? direct.https
        : choose(new HttpsProxyAgent(httpsProxy, { ...pool, ...tls }), direct.https),
  };
}

/** Sends each request by the agent that is chosen for its host. */
class ChoosingAgent extends Agent {
  readonly #agentFor: (host: string, port: number) => HttpAgent;

  constructor(agentFor: (host: string, port: number) => HttpAgent) {
    super(pool);
    this.#agentFor = agentFor;
  }

  override connect(_request: unknown, { host, port }: AgentConnectOpts): HttpAgent {
    return this.#agentFor(host ?? "localhost", port);
  }
}
