import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type ClientRequest, Agent as HttpAgent, type RequestOptions } from "node:http";
import { type AgentOptions, Agent as HttpsAgent } from "node:https";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import type { Settings } from "../settings/resolve.js";
import { bypassesProxy } from "../values/hosts.js";
import { expandTilde } from "../values/paths.js";

/**
 * The SDK's request handler, with the time limits, CAs and proxies of the settings.
 *
 * @throws Error that names the setting if the CA bundle can't be used.
 */
export async function httpHandler(settings: Settings): Promise<NodeHttpHandler> {
  const { customCaBundle, insecure, httpProxy, httpsProxy } = settings;
  const tls = {
    ...(customCaBundle && !insecure && { ca: await readCaBundle(customCaBundle) }),
    // Else NODE_TLS_REJECT_UNAUTHORIZED would decide.
    rejectUnauthorized: !insecure,
  };
  const proxied = httpProxy ?? httpsProxy;
  return new NodeHttpHandler({
    // In both, 0 is no limit.
    connectionTimeout: settings.connectTimeout * 1000,
    socketTimeout: settings.readTimeout * 1000,
    ...(proxied === undefined
      ? { httpAgent: pool, httpsAgent: { ...pool, ...tls } }
      : proxyAgents(settings, tls)),
  });
}

const longestBody = 2 ** 20;

/** Reads the body of an answer, which is some kilobytes, in place of the SDK's own: one without end would fill the memory. */
export async function collectBody(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > longestBody) throw Object.assign(new Error("longer than any answer"), { code: "EBODYLENGTH" });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The CAs in a PEM file. Read here because the AWS SDK for JavaScript, unlike the AWS CLI, ignores `AWS_CA_BUNDLE`. */
async function readCaBundle({ path, from }: { path: string; from: string }): Promise<string> {
  const pem = await readFile(expandTilde(path), "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${from} names ${path}, which can't be read (${error.code})`);
  });
  try {
    new X509Certificate(pem);
  } catch {
    throw new Error(
      `${from} names ${path}, which holds no certificate: write the path of a PEM file with CAs`,
    );
  }
  return pem;
}

/** No attempt waits for a socket: it would go out later than its slot of the rate limit says. */
const pool = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY };

/** Agents that use the proxies of the settings, and none for the hosts of noProxy. */
function proxyAgents(settings: Settings, tls: AgentOptions): { httpAgent: HttpAgent; httpsAgent: HttpAgent } {
  const { httpProxy, httpsProxy, noProxy = "" } = settings;
  const direct = { http: new HttpAgent(pool), https: new HttpsAgent({ ...pool, ...tls }) };
  return {
    httpAgent:
      httpProxy === undefined
        ? direct.http
        : passing(new HttpProxyAgent(httpProxy, { ...pool, ...tls }), direct.http, noProxy, {}),
    httpsAgent:
      httpsProxy === undefined
        ? direct.https
        : // The agent's TLS options are for the connection to the proxy; the one behind it uses the request's.
          passing(new Tunnels(httpsProxy, { ...pool, ...tls }), direct.https, noProxy, tls),
  };
}

/**
 * The agent's error for a proxy that hangs up or doesn't speak HTTP has no code, so it would never be retried. A refusal
 * it passes on as if the service behind the proxy had answered (`connect` of https-proxy-agent 9).
 */
class Tunnels extends HttpsProxyAgent<string> {
  override async connect(...[request, options]: Parameters<HttpsProxyAgent<string>["connect"]>) {
    let status = 200;
    request.once("proxyConnect", (answer: { statusCode: number }) => {
      status = answer.statusCode;
    });
    const socket = await super.connect(request, options).catch((error: NodeJS.ErrnoException) => {
      throw error.code === undefined ? Object.assign(error, { code: "EPROXYLOST" }) : error;
    });
    if (status === 200) return socket;
    socket.destroy();
    throw Object.assign(new Error("refused by the proxy"), { code: `EPROXY${status}` });
  }
}

/** What Node calls for each request; its types leave it out. */
interface Requested {
  addRequest(request: ClientRequest, options: RequestOptions): void;
}

/**
 * Makes an agent pass the hosts of noProxy to another one. That happens before the request's head is written: the agent
 * for http rewrites the head, which it can't do later on a reused connection.
 */
export function passing<Proxied extends HttpAgent>(
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
