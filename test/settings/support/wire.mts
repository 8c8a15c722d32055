import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc.js";
import type { EmulatorRequest } from "ivs-realtime-emulator";
import * as built from "../../../dist/provider/provider.js";
import { stageArn } from "../../support/emulators.mts";
import { withEnvironment } from "../../support/environment.mts";
import type { StsCall } from "../../support/sts.mts";
import { temporaryFolder } from "../../support/temporaryFolder.mts";
import { asVariables, type Given, inHome, keys, mergeGiven } from "./given.mts";
import type { World } from "./world.mts";

/** What one attempt to create a token led to. */
export interface Seen extends Omit<Observed<unknown>, "result"> {
  /** Why there is no token; undefined where there is one. */
  readonly failure: string | undefined;
}

/** Creates a token, or several at once, with these settings and nothing of the machine's own, and returns what was seen of it. */
export async function wire(t: TestContext, world: World, settings: Given, tokens = 1): Promise<Seen> {
  const { result: failure, ...seen } = await observe(t, world, settings, (given) => create(given, tokens));
  return { failure, ...seen };
}

async function create({ inputs, aws = {} }: Given, tokens: number): Promise<string | undefined> {
  const asked = { stageArn, duration: 60, ...inputs, __resourceName: "host" };
  if (Object.keys(aws).length > 0) Object.assign(asked, { aws });
  const checked = await provider.check({}, asked);
  if (checked.failures.length > 0) return checked.failures.map(({ reason }) => reason).join("\n");
  const handed = asEngine(checked.inputs);
  return Promise.all(Array.from({ length: tokens }, () => provider.create(handed))).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

/** What was seen while something was done. */
export interface Observed<T> {
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
export async function observe<T>(
  t: TestContext,
  world: World,
  settings: Given,
  act: (given: Given) => Promise<T>,
): Promise<Observed<T>> {
  const home = temporaryFolder(t);
  const given = inHome(settings, home);
  for (const [path, content] of Object.entries(given.files ?? {})) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content, { mode: 0o600 });
  }
  const since = recorder(world);
  const start = performance.now();
  const { result, said } = await captureConsole(() =>
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

type Props = Record<string, unknown>;

/** The dynamic provider as the engine's host calls it. */
interface Provider {
  configure(request: { config: { get(key: string): string | undefined } }): void;
  check(
    olds: Props,
    news: Props,
  ): Promise<{ inputs: Props; failures: { property: string; reason: string }[] }>;
  create(inputs: Props): Promise<{ id: string; outs: Props }>;
  read(id: string, props: Props): Promise<{ id: string; props: Props }>;
  update(id: string, olds: Props, news: Props): Promise<{ outs: Props }>;
  delete(id: string, props: Props): Promise<void>;
}

export const provider = built as unknown as Provider;

/** What check answered as the engine hands it on: the host says that it accepts no secrets, so their marks are off. */
export function asEngine(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, withoutMarks(value)]));
}

function withoutMarks(marked: unknown): unknown {
  const value = unwrapRpcSecret(marked);
  if (Array.isArray(value)) return value.map(withoutMarks);
  return typeof value === "object" && value !== null ? asEngine({ ...value }) : value;
}

const env = { ...asVariables(keys.env), AWS_MAX_ATTEMPTS: "1" };

/** Creates tokens in a world, with keys in the environment and without retries where nothing else is given. */
export function createTokens(world: World): (t: TestContext, given: Given, tokens?: number) => Promise<Seen> {
  return (t, given, tokens) => wire(t, world, mergeGiven(given, { env }), tokens);
}

const methods = ["log", "info", "warn", "error", "debug"] as const;

/** Runs and returns with what was said on the console meanwhile, a line each, instead of saying it. */
async function captureConsole<T>(run: () => Promise<T>): Promise<{ result: T; said: string[] }> {
  const before = { ...console };
  const said: string[] = [];
  for (const method of methods) {
    console[method] = (...parts: unknown[]) => void said.push(...parts.map(String).join(" ").split("\n"));
  }
  try {
    return { result: await run(), said };
  } finally {
    Object.assign(console, before);
  }
}

/** Whether a call got through, or what stopped it before it reached an emulator. */
export function outcome({ failure, requests }: Seen): string {
  if (failure === undefined) return "created";
  return requests.length === 0 ? "nothing sent" : `refused with ${requests.at(-1)?.status}`;
}

/** The access key of a call that the emulator took: its secret key and session token were right too. */
export function signer(seen: Seen): string | undefined {
  return seen.failure ?? seen.requests.at(-1)?.accessKeyId;
}

/** Where a call arrived. */
export function server(seen: Seen): string | undefined {
  return seen.failure ?? seen.requests.at(-1)?.at;
}
