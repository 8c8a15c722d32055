import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { startUp } from "../../test/support/run.mts";
import type { Stack } from "../../test/support/stack.mts";
import { type Row, reasonOf, Tally } from "../run/row.mts";
import type { Run } from "../run/run.mts";
import { type Door, openDoor, refusals, type Trouble } from "../support/door.mts";
import { findingsOf } from "../support/findings.mts";
import { openWorld, type World } from "../support/world.mts";

const kinds: Readonly<Record<string, { tried: string; trouble: Trouble | undefined }>> = {
  503: { tried: "answers of 503", trouble: refusals.unavailable },
  resets: { tried: "reset connections", trouble: { kind: "reset" } },
  dns: { tried: "a name that isn't found", trouble: undefined },
  storm: { tried: "throttling", trouble: refusals.throttled },
  half: { tried: "half answers", trouble: { kind: "half" } },
};
const lengths = [10, 30, 60, 300] as const;
/** Up to here an outage is ridden out. */
const riddenOut = 60;
const sideBySide = 5;

const preload = join(import.meta.dirname, "..", "support", "withoutDns.cjs");

/** Outages of a whole service, in real time, several side by side. */
export async function outages(run: Run): Promise<Row[]> {
  const unset = { FROZEN_TIME: "", AWS_MAX_ATTEMPTS: undefined };
  const [world, tally] = [await openWorld(run, "outages", unset), new Tally()];
  run.after(world.realTime());
  const all = lengths.flatMap((seconds) =>
    Object.keys(kinds).map((kind) => ({ kind, seconds, id: `outages-${kind}-${seconds}` })),
  );
  const wanted = all.filter(({ id }) => run.wants(id));
  const [waiting, outcomes] = [[...wanted], new Map<string, Outcome>()];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = await trial(run, world, next);
      outcomes.set(next.id, outcome);
      run.log(next.id, { ...outcome });
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
  for (const { id, kind, seconds } of wanted)
    tally.add(`An outage of ${seconds} s: ${kinds[kind]?.tried}`, id, outcomes.get(id) ?? { way: "" });
  if (run.wants("outages-credentials")) {
    tally.add(
      "Credentials that end between the first and the second of three mints",
      "outages-credentials",
      await endedCredentials(run, world),
    );
  }
  return [...tally.rows(), await world.scan()];
}

interface Outcome {
  readonly way: string;
  readonly why?: string;
}

interface Outage {
  readonly id: string;
  readonly kind: string;
  readonly seconds: number;
}

async function trial(run: Run, world: World, outage: Outage): Promise<Outcome> {
  const door = await openDoor();
  run.after(() => door.close());
  door.target = world.scene.emulator.url;
  try {
    return await throughOutage(world, door, outage);
  } catch (error) {
    return { way: "", why: reasonOf(error) };
  }
}

const program = `new ParticipantToken("host", { stageArn, duration: "12h" });`;

async function throughOutage(world: World, door: Door, { id, kind, seconds }: Outage): Promise<Outcome> {
  const stack = await world.stack(id, program);
  const over = outage(door, kind, seconds);
  const host = kind === "dns" ? "ivs.localhost" : "127.0.0.1";
  const endpoint = `http://${host}:${door.port}`;
  const { NODE_OPTIONS = "" } = world.scene.environment();
  const preloaded = { NODE_OPTIONS: `${NODE_OPTIONS} --require ${preload}` };
  const begun = performance.now();
  const up = startUp(world.scene, stack, endpoint, [], { ...preloaded, NO_DNS_MS: `${seconds * 1000}` });
  const { status } = await up.ended();
  const took = Math.round((performance.now() - begun) / 1000);
  if (seconds <= riddenOut) {
    if (status !== 0) return { way: "", why: `up failed after ${took} s: ${errorIn(up.printed())}` };
    if (took < seconds)
      return { way: "", why: `up ended after ${took} s: the outage of ${seconds} s didn't meet it` };
    await assertOneToken(world, stack);
    return { way: "ridden out" };
  }
  if (status === 0) return { way: "", why: `up succeeded after ${took} s of an outage of ${seconds} s` };
  if (!/was not created: /.test(up.printed()))
    return { way: "", why: `no clear error: ${up.printed().trim()}` };
  await over;
  await stack.up([], { env: { ...preloaded, NO_DNS_MS: "0", AWS_ENDPOINT_URL_IVS_REALTIME: endpoint } });
  await assertOneToken(world, stack);
  return { way: `an error after ${took < 150 ? "about 2 minutes" : `${took} s`}, then up` };
}

/** Lets a door be in trouble from the first call on, for so long. */
function outage(door: Door, kind: string, seconds: number): Promise<void> {
  door.all = kinds[kind]?.trouble;
  // Names aren't looked up here: that outage ends by itself, in the provider's process.
  if (kind === "dns") return setTimeout(seconds * 1000);
  const over = Promise.withResolvers<void>();
  door.onRequest = () => {
    door.onRequest = () => {};
    setTimeout(seconds * 1000).then(() => {
      door.all = undefined;
      over.resolve();
    });
  };
  return over.promise;
}

const errorIn = (text: string) => /error: (ParticipantToken .*)/.exec(text)?.[1] ?? text.trim();

async function assertOneToken(world: World, stack: Stack): Promise<void> {
  const { tokens, wrong } = await findingsOf(world, stack);
  if (tokens.size !== 1 || wrong.length > 0)
    throw new Error(`${tokens.size} tokens in the state; ${wrong.join("; ")}`);
}

/** What was minted before stays, the rest is refused in clear words, and the next `up` mints that. */
async function endedCredentials(run: Run, world: World): Promise<Outcome> {
  const door = await openDoor();
  run.after(() => door.close());
  door.target = world.scene.emulator.url;
  door.onRequest = () => {
    door.all = refusals.expired;
  };
  const names = ["one", "two", "three"];
  const three = names.map((name) => `new ParticipantToken("${name}", { stageArn });`).join("\n");
  try {
    const stack = await world.stack("credentials", three);
    const env = { AWS_ENDPOINT_URL_IVS_REALTIME: door.url };
    const { text } = await stack.fails("up", [], { env });
    const { names: kept } = await stack.state();
    if (kept.length !== 1)
      return { way: "", why: `${kept.length} tokens are in the state, not the one that was minted` };
    if (!/credentials .*expired|expired .*credentials/i.test(text))
      return { way: "", why: `no clear error: ${errorIn(text)}` };
    door.onRequest = () => {};
    door.all = undefined;
    const next = await stack.up([], { env });
    return next.steps.length === 2
      ? { way: "up" }
      : { way: "", why: `the next up did ${next.steps.join(", ")}` };
  } catch (error) {
    return { way: "", why: reasonOf(error) };
  }
}
