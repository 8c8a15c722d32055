import { hostOf, isLoopback, proxyFor } from "../values/hosts.js";
import type { Given, Reader } from "./reader.js";
import { isAmbient, precedence } from "./reader.js";

/** The URLs of IVS Real-Time and STS, if a setting names them. */
export function resolveEndpoints(reader: Reader): {
  ivs: Given<string> | undefined;
  sts: Given<string> | undefined;
} {
  const endpoints = { ivs: ivsEndpoint(reader), sts: stsEndpoint(reader) };
  const insecure = reader.read("insecure")?.value === true;
  for (const endpoint of Object.values(endpoints)) {
    if (endpoint && !insecure) refusePlainHttp(endpoint, reader);
  }
  if (endpoints.ivs) refuseVariants(endpoints.ivs, reader);
  return endpoints;
}

/** `endpoint` and `endpoints` both name it: the higher level counts, and on one level they have to agree. */
function ivsEndpoint(reader: Reader): Given<string> | undefined {
  for (const level of precedence) {
    const endpoint = reader.read("endpoint", level);
    const source = isAmbient({ level }) ? undefined : reader.read("endpoints", level);
    const listed = source?.value.ivsrealtime;
    if (endpoint && listed !== undefined && endpoint.value !== listed) {
      reader.problem(
        `${endpoint.from} contradicts the ivsrealtime of ${source?.from}: keep one of them`,
        endpoint,
      );
    }
    if (endpoint) return endpoint;
    if (source && listed !== undefined)
      return { ...source, value: listed, from: entry("ivsrealtime", source) };
    // It is set there and invalid: no source of lower precedence may take its place.
    if (reader.find("endpoint", level)) return undefined;
  }
  return undefined;
}

function stsEndpoint(reader: Reader): Given<string> | undefined {
  for (const level of precedence) {
    const source = reader.read("endpoints", level);
    const listed = source?.value.sts;
    if (source && listed !== undefined) return { ...source, value: listed, from: entry("sts", source) };
  }
  return undefined;
}

/** Names an entry of the list; in the environment it has its own variable. */
function entry(name: string, source: Given<unknown>): string {
  return isAmbient(source) ? source.from : `${name} in ${source.from}`;
}

function refusePlainHttp(endpoint: Given<string>, reader: Reader): void {
  const { value, from } = endpoint;
  const { protocol, hostname } = new URL(value);
  if (protocol === "https:" || isLoopback(hostOf(value))) return;
  reader.problem(
    `${from} is plain http to ${hostname}, so anyone on the network path can read tokens and change answers: ` +
      "write https, or set insecure",
    endpoint,
  );
}

function refuseVariants(endpoint: Given<string>, reader: Reader): void {
  for (const name of ["useFipsEndpoint", "useDualstackEndpoint"] as const) {
    const variant = reader.read(name);
    if (!variant?.value) continue;
    const text = `${variant.from} contradicts ${endpoint.from}: an explicit URL has no such variant`;
    reader.problem(text, variant, endpoint);
  }
}

/** What is called: the URLs that settings name, and whether STS may be asked. */
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
