import { after } from "node:test";
import { watchMint } from "../../support/emulators.mts";
import { type Sts, startSts } from "../../support/sts.mts";
import { type Emulators, startEmulators } from "./emulators.mts";
import { keys } from "./keys.mts";
import { type Proxies, proxyPassword, startProxies } from "./proxies.mts";
import { stayHere } from "./stayHere.mts";

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
