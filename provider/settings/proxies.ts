import { proxyFor } from "../values/hosts.js";
import type { Reader } from "./reader.js";

/** What is called: the URLs that settings name, and whether STS is asked. */
interface Called {
  region: string;
  ivs: string | undefined;
  sts: string | undefined;
  usesSts: boolean;
}

/**
 * The proxies. Variables of the environment are often meant for other programs: a wrong one is a problem only where a call
 * would go through that proxy.
 */
export function resolveProxies({ region, ivs, sts, usesSts }: Called, reader: Reader) {
  const noProxy = reader.read("noProxy")?.value;
  const regional = (service: string) => `https://${service}.${region || "region"}.amazonaws.com`;
  const urls = [ivs ?? regional("ivsrealtime"), ...(usesSts ? [sts ?? regional("sts")] : [])];
  const read = (name: "httpProxy" | "httpsProxy") => {
    const isNeeded = urls.some((url) => proxyFor(url, { [name]: "http://proxy.example", noProxy }));
    return (isNeeded ? reader.read(name) : reader.readUnneeded(name))?.value;
  };
  return { httpProxy: read("httpProxy"), httpsProxy: read("httpsProxy"), noProxy };
}
