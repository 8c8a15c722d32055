import { hostOf, isLoopback } from "../values/hosts.js";
import type { Given, Reader } from "./reader.js";
import { isAmbient, precedence } from "./reader.js";

/** Where IVS Real-Time and STS are called, where a setting says so. */
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

/** `endpoint` and `endpoints` say the same thing: the nearer one counts, and on one level they have to agree. */
function ivsEndpoint(reader: Reader): Given<string> | undefined {
  for (const level of precedence) {
    const endpoint = reader.read("endpoint", level);
    const source = isAmbient({ level }) ? undefined : reader.read("endpoints", level);
    const listed = source?.value.ivsrealtime;
    if (endpoint && listed !== undefined && endpoint.value !== listed) {
      reader.problem(`${endpoint.from} contradicts the ivsrealtime of ${source?.from}: keep one of them`);
    }
    if (endpoint) return endpoint;
    if (source && listed !== undefined)
      return { ...source, value: listed, from: entry("ivsrealtime", source) };
    // It stands there and is wrong: no source of lower precedence may take its place.
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

/** An entry of the list, in words; the environment has variables of their own for it. */
function entry(name: string, source: Given<unknown>): string {
  return isAmbient(source) ? source.from : `${name} in ${source.from}`;
}

function refusePlainHttp({ value, from }: Given<string>, reader: Reader): void {
  const { protocol, hostname } = new URL(value);
  if (protocol === "https:" || isLoopback(hostOf(value))) return;
  reader.problem(
    `${from} is plain http to ${hostname}, where anybody on the way can read tokens and change answers: ` +
      "write https, or set insecure",
  );
}

function refuseVariants({ from }: Given<string>, reader: Reader): void {
  for (const name of ["useFipsEndpoint", "useDualstackEndpoint"] as const) {
    const variant = reader.read(name);
    if (variant?.value)
      reader.problem(`${variant.from} contradicts ${from}: a URL of its own has no such variant`);
  }
}
