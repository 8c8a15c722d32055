import fc from "fast-check";
import { type Row, reasonOf, Tally } from "../../run/row.mts";
import type { Run } from "../../run/run.mts";
import { openWorld, type World } from "../../support/world.mts";
import { steps } from "./commands.mts";
import { Model } from "./model.mts";
import { Real } from "./real.mts";

/** The same for each, so that one is drawn again by its ID alone. */
const length = 40;

/** Random programs of steps, each on a stack of its own, until there were as many steps as were asked for. */
export async function model(run: Run): Promise<Row[]> {
  const world = await openWorld(run, "model");
  const tally = new Tally();
  const [start, done] = [world.scene.clock().getTime(), { steps: 0, engineRuns: 0 }];
  for (let index = 1; done.steps < run.options.steps && index <= run.options.steps; index++) {
    const id = `model-${index}`;
    if (run.options.id !== undefined && run.options.id !== id) continue;
    const real = new Real(world, await world.stack(id), id, (entry) => run.log(id, entry));
    const why = await play(world, real, { start, seed: run.random(id).seed() });
    done.steps += real.steps.length;
    done.engineRuns += real.engineRuns;
    count(tally, real, { id, why });
    if (why !== undefined) run.log(id, { failed: why });
    if (run.options.id === id) break;
  }
  return [...tally.rows(), await world.scan()];
}

function count(
  tally: Tally,
  { steps, engineRuns }: Real,
  { id, why }: { id: string; why: string | undefined },
) {
  const tried =
    "Random steps: declare, change, remove, wait, up, preview, refresh, destroy, with faults mixed in";
  const held = steps.length - (why === undefined ? 0 : 1);
  for (let step = 0; step < held; step++)
    tally.add(tried, id, { way: step < engineRuns ? "run of pulumi" : "edit or wait" });
  if (why !== undefined) tally.add(tried, id, { way: "", why });
}

/** Runs one random program. Returns why it failed, or nothing. */
async function play(
  world: World,
  real: Real,
  { start, seed }: { start: number; seed: number },
): Promise<string | undefined> {
  const commands = fc.commands(steps, { maxCommands: length, size: "max" });
  // Some of those drawn are short: the longest of several is taken.
  const drawn = fc.sample(commands, { seed, numRuns: 8 });
  const [taken] = drawn.toSorted((a, b) => [...b].length - [...a].length);
  const model = new Model();
  model.now = start;
  world.scene.clock.set(new Date(start).toISOString());
  try {
    await fc.asyncModelRun(() => ({ model, real }), taken ?? []);
  } catch (error) {
    return `${reasonOf(error)} (after ${real.steps.join("; ")})`;
  }
  return undefined;
}
