import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { descendants, type Running } from "../../../test/support/processes.mts";
import { startUp } from "../../../test/support/run.mts";
import type { Random } from "../../run/random.mts";
import { type Row, reasonOf, Tally } from "../../run/row.mts";
import type { Run } from "../../run/run.mts";
import { findingsOf, lostUses } from "../../support/findings.mts";
import { openWorld, type World } from "../../support/world.mts";
import { type Operation, operations, Stage } from "./cases.mts";
import { converge } from "./converge.mts";

/** Whom a kill strikes. `cli`: what it started lives on; `all`: the CLI and all that it started. */
const victims = ["provider", "language", "cli", "all"] as const;
type Victim = (typeof victims)[number];

const who: Readonly<Record<Victim, string>> = {
  provider: "the provider's host",
  language: "the language host",
  cli: "the CLI alone, its hosts live on",
  all: "the CLI and its hosts",
};

/** SIGKILL at random moments of each operation, then what the pages advise. */
export async function kills(run: Run): Promise<Row[]> {
  const world = await openWorld(run, "kills");
  const start = world.scene.clock();
  const stage = await Stage.open(world, "kills");
  const tally = new Tally();
  for (let index = 0; index < run.options.kills; index++) {
    const id = `kills-${index + 1}`;
    if (!run.wants(id)) continue;
    const operation = operations[index % operations.length] ?? "create";
    const victim = victims[Math.floor(index / operations.length) % victims.length] ?? "cli";
    const outcome = await trial(world, stage, { operation, victim, start, random: run.random(id) });
    tally.add(`SIGKILL of ${who[victim]} during ${operation}`, id, outcome);
    run.log(id, { operation, victim, ...outcome });
  }
  return [...tally.rows(), await world.scan()];
}

interface Trial {
  readonly operation: Operation;
  readonly victim: Victim;
  readonly start: Date;
  readonly random: Random;
}

interface Outcome {
  readonly way: string;
  readonly why?: string;
  readonly moment?: string;
}

async function trial(world: World, stage: Stage, trial: Trial): Promise<Outcome> {
  try {
    const moments = await struck(world, stage, trial);
    const after = await findingsOf(world, stage.stack).catch(() => undefined);
    const lost = after ? lostUses(world, after) : [];
    const { commands, why } = await converge(world, stage.stack, { project: stage.project, verb: "up" });
    moments.survivors.forEach(endSurvivor);
    const wrong = why === undefined ? [...lost, ...(await stage.wrong(trial.operation))] : [why];
    const way = commands.join(", ");
    return {
      way,
      moment: moments.moment,
      ...(wrong.length > 0 && { why: `${moments.moment}: ${wrong.join("; ")}` }),
    };
  } catch (error) {
    return { way: "", why: reasonOf(error) };
  }
}

const mostTries = 12;

/** Strikes an `up`. One that ended before the moment is begun again, to be struck earlier. */
async function struck(world: World, stage: Stage, { operation, victim, start, random }: Trial) {
  const fromCall = operation !== "update" && random.next() < 0.5;
  let ms = fromCall ? random.between(0, 500) : random.between(100, 2500);
  for (let tries = 0; tries < mostTries; tries++) {
    await stage.begin(operation, start);
    const called = Promise.withResolvers<void>();
    world.door.onRequest = () => called.resolve();
    const up = startUp(world.scene, stage.stack, world.door.url);
    let isOver = false;
    const end = up.ended().then(() => {
      isOver = true;
    });
    if (fromCall) await Promise.race([called.promise, end]);
    await Promise.race([setTimeout(ms), end]);
    const survivors = await strike(up, victim, () => isOver);
    if (!survivors) {
      ms = Math.floor(ms * 0.6);
      continue;
    }
    await Promise.race([end, setTimeout(60_000)]);
    if (!isOver) {
      await up.stop();
      survivors.forEach(endSurvivor);
      throw new Error(`the CLI went on for more than 60 s after ${victim} was killed`);
    }
    return { survivors, moment: `${ms} ms after ${fromCall ? "the first call" : "the start"}` };
  }
  throw new Error(`the run ended ${mostTries} times before it could be struck`);
}

const commands = {
  provider: /pulumi-resource-pulumi-nodejs|dynamic-provider/,
  language: /pulumi-language-nodejs/,
};

/** Kills with SIGKILL. Returns the processes that it left alive, or undefined where the run ended before. */
async function strike(up: Running, victim: Victim, ended: () => boolean): Promise<Survivor[] | undefined> {
  const found = await find(up, victim, ended);
  if (!found) return undefined;
  const survivors = found.others.map((pid) => ({ pid, begun: begun(pid) }));
  for (const pid of found.struck) kill(pid);
  return survivors;
}

/** A process that a kill left alive. By the time it is ended, its number may be another's. */
interface Survivor {
  readonly pid: number;
  readonly begun: string | undefined;
}

function endSurvivor({ pid, begun: then }: Survivor): void {
  if (then !== undefined && begun(pid) === then) kill(pid);
}

/** When a process began: the 22nd field of /proc/PID/stat, of which the second may hold blanks. */
function begun(pid: number): string | undefined {
  return readProcess(pid, "stat").split(") ").at(-1)?.split(" ")[19];
}

async function find(up: Running, victim: Victim, ended: () => boolean) {
  while (!ended()) {
    const below = descendants(up.pid);
    if (victim === "cli") return { struck: [up.pid], others: below };
    if (victim === "all") return { struck: [up.pid, ...below], others: [] };
    const struck = below.filter((pid) => commands[victim].test(commandOf(pid)));
    if (struck.length > 0) return { struck, others: below.filter((pid) => !struck.includes(pid)) };
    await setTimeout(20);
  }
  return undefined;
}

function commandOf(pid: number): string {
  return readProcess(pid, "cmdline").replaceAll("\0", " ");
}

/** Nothing where the process has ended. */
function readProcess(pid: number, what: "stat" | "cmdline"): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, "utf8");
  } catch {
    return "";
  }
}

/** Ends a process that this run started, if it hasn't ended. */
function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
