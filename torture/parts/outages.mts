import { rm, writeFile } from "node:fs/promises";
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
  const waiting = lengths.flatMap((seconds) => Object.keys(kinds).map((kind) => ({ kind, seconds })));
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { kind, seconds } = next;
      const id = `outages-${kind}-${seconds}`;
      if (!run.wants(id)) continue;
      const outcome = await trial(run, world, { id, kind, seconds });
      tally.add(`An outage of ${seconds} s: ${kinds[kind]?.tried}`, id, outcome);
      run.log(id, { ...outcome });
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
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
  const noDns = join(world.scene.folders.all, `${id}.no-dns`);
  if (kind === "dns") await writeFile(noDns, "");
  door.all = kinds[kind]?.trouble;
  const over = setTimeout(seconds * 1000).then(async () => {
    door.all = undefined;
    await rm(noDns, { force: true });
  });
  const host = kind === "dns" ? "ivs.localhost" : "127.0.0.1";
  const begun = performance.now();
  const { NODE_OPTIONS = "" } = world.scene.environment();
  const env = { NODE_OPTIONS: `${NODE_OPTIONS} --require ${preload}`, NO_DNS: noDns };
  const up = startUp(world.scene, stack, `http://${host}:${door.port}`, [], env);
  const { status } = await up.ended();
  const took = Math.round((performance.now() - begun) / 1000);
  const text = up.printed();
  await over;
  if (seconds <= riddenOut) {
    if (status !== 0) return { way: "", why: `up failed after ${took} s: ${errorIn(text)}` };
    await assertOneToken(world, stack);
    return { way: "ridden out" };
  }
  if (status === 0) return { way: "", why: `up succeeded after ${took} s of an outage of ${seconds} s` };
  if (!/was not created: /.test(text)) return { way: "", why: `no clear error: ${text.trim()}` };
  await stack.up([], { env: { ...env, AWS_ENDPOINT_URL_IVS_REALTIME: `http://${host}:${door.port}` } });
  await assertOneToken(world, stack);
  return { way: `an error after ${took < 150 ? "about 2 minutes" : `${took} s`}, then up` };
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
