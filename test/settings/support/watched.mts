import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { EmulatorRequest } from "pulumi-ivs-realtime/emulator";
import { withEnvironment } from "../../support/environment.mts";
import type { StsCall } from "../../support/sts.mts";
import { temporaryFolder } from "../../support/temporaryFolder.mts";
import { type Given, inHome } from "./given.mts";
import { listening } from "./listening.mts";
import { provider } from "./provider.mts";
import type { World } from "./world.mts";

/** What was seen while something was done. */
export interface Watched<T> {
  readonly result: T;
  /** What arrived, with the emulator where it did. */
  readonly requests: readonly (EmulatorRequest & { readonly at: string })[];
  /** What proxies were asked for: `near: CONNECT host:443`. */
  readonly proxied: readonly string[];
  readonly calls: readonly StsCall[];
  /** What was said on the console, a line each. */
  readonly said: readonly string[];
  /** How long it took. */
  readonly seconds: number;
}

/** Does something with these settings and nothing of the machine's own, and returns what was seen of it. */
export async function watched<T>(
  t: TestContext,
  world: World,
  settings: Given,
  act: (given: Given) => Promise<T>,
): Promise<Watched<T>> {
  const home = temporaryFolder(t);
  const given = inHome(settings, home);
  for (const [path, content] of Object.entries(given.files ?? {})) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content, { mode: 0o600 });
  }
  const since = recorder(world);
  const start = performance.now();
  const { result, said } = await listening(() =>
    withEnvironment(home, given.env ?? {}, () => {
      provider.configure({ config: { get: (key) => given.config?.[key] } });
      return act(given);
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const shown = typeof result === "string" ? [result, ...said] : said;
  for (const secret of world.secrets()) {
    assert.ok(!shown.join(" ").includes(secret), "a secret stands in what was said");
  }
  return { result, said, seconds, ...since() };
}

/** What is recorded from now on. */
function recorder({ emulators, proxies, sts }: World) {
  const [atEmulators, atProxies] = [Object.entries(emulators), Object.entries(proxies)];
  const before = [...atEmulators.map(([, { requests }]) => requests.length), sts.calls.length];
  const linesBefore = atProxies.map(([, { lines }]) => lines.length);
  return () => ({
    requests: atEmulators.flatMap(([at, { requests }], index) =>
      requests.slice(before[index]).map((request) => ({ at, ...request })),
    ),
    calls: sts.calls.slice(before.at(-1)),
    proxied: atProxies.flatMap(([by, { lines }], index) =>
      lines.slice(linesBefore[index]).map((line) => `${by}: ${line}`),
    ),
  });
}
