import dns, { type LookupOptions } from "node:dns";
import { after } from "node:test";
import { type Credentials, type Emulator, type EmulatorOptions, startEmulator } from "ivs-realtime-emulator";
import { otherStages, stageArn, watchMint } from "../../support/emulators.mts";
import { type ForwardProxy, startForwardProxy } from "../../support/proxies.mts";
import { type Sts, startSts } from "../../support/sts.mts";
import { keys } from "./given.mts";

/** All that settings can lead to, all of it on this machine. */
export interface World {
  readonly emulators: Emulators;
  readonly proxies: Proxies;
  readonly sts: Sts;
  /** What no error and no line may hold, as it is now. */
  secrets(): string[];
}

/** Opens a world that closes with the test file; moto, which takes a while, only where it is wanted. */
export async function openWorld(wanted: "sts" | "no sts" = "no sts"): Promise<World> {
  stayHere();
  const known = new Map(Object.values(keys).map((pair) => [pair.accessKeyId, pair]));
  const emulators = await startEmulators((id) => known.get(id));
  const tokens = Object.values(emulators).map(watchMint);
  const proxies = await startProxies(Number(new URL(emulators.tls.url).port));
  const sts = await startSts(wanted === "sts", (issued) => known.set(issued.accessKeyId, issued));
  after(async () => {
    for (const one of [...Object.values(emulators), ...Object.values(proxies), sts]) await one.close();
  });
  return {
    emulators,
    proxies,
    sts,
    secrets: () => [
      proxyPassword,
      ...[...known.values()].flatMap((pair) => [pair.secretAccessKey, pair.sessionToken]),
      ...tokens.flat(),
    ],
  };
}

/** The hosts of AWS that the certificate is good for. Only proxies lead there. */
const hosts = ["ivsrealtime", "ivsrealtime-fips"].flatMap((name) =>
  ["amazonaws.com", "api.aws"].map((domain) => `${name}.us-west-2.${domain}`),
);

/** One for each place that may name an endpoint, `main` for all else, and two with certificates of their own. */
type Emulators = Readonly<Record<(typeof plain)[number] | "tls" | "otherTls", Emulator>>;
const plain = ["main", "near", "own", "aws", "env", "general", "file", "fileGeneral"] as const;

async function startEmulators(credentials: (id: string) => Credentials | undefined): Promise<Emulators> {
  const start = async (name: string, options: EmulatorOptions = {}) => {
    const emulator = await startEmulator({ credentials, stages: [stageArn, ...otherStages], ...options });
    return [name, emulator];
  };
  return Object.fromEntries([
    ...(await Promise.all(plain.map((name) => start(name)))),
    await start("tls", { tls: { hosts: [...hosts, elsewhere] } }),
    await start("otherTls", { tls: true }),
  ]);
}

export const proxyPassword = "hush-proxy-password";

/** One for each place that may name a proxy; `guarded` wants a login, `silent` never answers. */
type Proxies = Readonly<Record<(typeof open)[number] | "guarded" | "silent", ForwardProxy>>;
const open = ["near", "own", "aws", "env", "lowercase"] as const;

/** @param tlsPort where the hosts of AWS are found. */
async function startProxies(tlsPort: number): Promise<Proxies> {
  const ports = { 443: tlsPort };
  return Object.fromEntries([
    ...(await Promise.all(open.map(async (name) => [name, await startForwardProxy({ ports })]))),
    ["guarded", await startForwardProxy({ ports, login: `someone:${proxyPassword}` })],
    ["silent", await startForwardProxy({ silent: true })],
  ]);
}

const here = /^(localhost|127\.0\.0\.1|::1|0\.0\.0\.0)$/;

/** Lets no name but localhost be looked up: where a setting doesn't do what it should, a call fails and nothing leaves. */
function stayHere(): void {
  const { lookup } = dns;
  const guarded = (name: string, options: LookupOptions, answer: (error: Error) => void) => {
    if (here.test(name)) Reflect.apply(lookup, dns, [name, options, answer]);
    else answer(Object.assign(new Error(`${name} is not of this machine`), { code: "ENOTFOUND" }));
  };
  // `net` asks for the member at each connection.
  dns.lookup = guarded as unknown as typeof lookup;
  after(() => {
    dns.lookup = lookup;
  });
}

/** No loopback address, so settings treat it as any host of the network; and still it leads to this machine. */
const elsewhere = "0.0.0.0";

/** The same URL under that address. */
export function fromElsewhere(url: string): string {
  return url.replace("127.0.0.1", elsewhere);
}
