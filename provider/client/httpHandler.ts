import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { Settings } from "../settings/resolve.js";
import { proxyAgents } from "./http.js";
import { readCaBundle } from "./readCaBundle.js";

/**
 * What sends requests: with the time limits, the CAs and the proxies of the settings.
 *
 * @throws Error that names the setting, where the CA bundle can't be used.
 */
export async function httpHandler(settings: Settings): Promise<NodeHttpHandler> {
  const { customCaBundle, insecure, httpProxy, httpsProxy } = settings;
  const tls = {
    ...(customCaBundle && !insecure && { ca: await readCaBundle(customCaBundle) }),
    ...(insecure && { rejectUnauthorized: false }),
  };
  const proxied = httpProxy ?? httpsProxy;
  return new NodeHttpHandler({
    // In both, 0 is no limit.
    connectionTimeout: settings.connectTimeout * 1000,
    socketTimeout: settings.readTimeout * 1000,
    ...(proxied === undefined ? { httpsAgent: tls } : proxyAgents(settings, tls)),
  });
}
