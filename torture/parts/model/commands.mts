import fc from "fast-check";
import type { Run } from "../../../test/support/run.mts";
import type { Stack } from "../../../test/support/stack.mts";
import { refusals, type Trouble } from "../../support/door.mts";
import { type Declared, type Model, programOf } from "./model.mts";
import { type Real, same } from "./real.mts";

type Step = fc.AsyncCommand<Model, Real>;

/** A step with its name, which is also what is logged; afterwards all is compared. */
function step(
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Step {
  return {
    check: (model) => check(model),
    async run(model, real) {
      const begun = performance.now();
      real.steps.push(name);
      await run(model, real);
      await real.agree(model);
      real.log({ step: name, ms: Math.round(performance.now() - begun) });
    },
    toString: () => name,
  };
}

const minute = 60_000;

function wait(milliseconds: number, model: Model, real: Real): void {
  model.now += milliseconds;
  real.world.scene.clock.set(new Date(model.now).toISOString());
}

async function declare(name: string, change: Partial<Declared> | undefined, model: Model, real: Real) {
  const before = model.program.get(name);
  if (change === undefined) model.program.delete(name);
  else model.program.set(name, { ...usual, ...before, ...change });
  await real.stack.declare(programOf(model));
}

const usual: Declared = { userId: "ann", duration: 60, rotateBefore: undefined, autoRotate: true };

/** An `up` that nothing hinders for good. `mintsLost` of its answers don't arrive. */
async function up(model: Model, real: Real, troubles: readonly Trouble[] = []): Promise<void> {
  const { creates, replaces } = model.plan();
  const before = real.world.mints.size;
  const due = creates.length + replaces.length;
  real.world.door.next = due === 0 ? [] : [...troubles];
  const run = await real.engine((stack) => stack.up());
  const { ids } = await real.look();
  assertPlan(run.steps, creates, replaces);
  const lost = due === 0 ? 0 : troubles.filter(({ kind }) => kind === "lost" || kind === "half").length;
  same("tokens minted", real.world.mints.size - before, due + lost);
  model.apply(ids);
}

/** What is rotated is what is due or changed, and nothing that is due is left. */
function assertPlan(steps: readonly string[], creates: readonly string[], replaces: readonly string[]): void {
  same("created", named(steps, /^create (\w+)$/), creates.join());
  same("replaced", named(steps, /^create-replacement (\w+) /), replaces.join());
}

const named = (steps: readonly string[], pattern: RegExp) =>
  steps
    .flatMap((line) => pattern.exec(line)?.[1] ?? [])
    .toSorted()
    .join();

/** An `up` that ends in an error: what it had to replace is the old token or the new one, all else is as it was. */
async function brokenOff(model: Model, real: Real, fails: (stack: Stack) => Promise<Run>): Promise<void> {
  const { creates, replaces } = model.plan();
  const mayChange = new Set([...creates, ...replaces]);
  await real.engine(fails);
  const { ids } = await real.look();
  for (const [name, { id }] of model.state) {
    const now = ids.get(name);
    if (now !== undefined && now !== id && !mayChange.has(name))
      throw new Error(`${name} rotated and wasn't due`);
  }
  model.applyPart(ids);
}

const troubles: Readonly<Record<string, readonly Trouble[]>> = {
  "two answers of 503": [refusals.unavailable, refusals.unavailable],
  "two throttled calls": [refusals.throttled, refusals.throttled],
  "a lost answer": [{ kind: "lost" }],
  "half an answer": [{ kind: "half" }],
  "a reset connection": [{ kind: "reset" }],
};
const names = ["a", "b", "c"];
const name = fc.constantFrom(...names);
const replacing: fc.Arbitrary<Partial<Declared>> = fc.constantFrom<Partial<Declared>>(
  { userId: "ann" },
  { userId: "bob" },
  { duration: 60 },
  { duration: 120 },
  { duration: 720 },
);
const inPlace: fc.Arbitrary<Partial<Declared>> = fc.constantFrom<Partial<Declared>>(
  { rotateBefore: undefined },
  { rotateBefore: 10 },
  { rotateBefore: 50 },
  { autoRotate: true },
  { autoRotate: false },
);
const edit = (what: string, change: fc.Arbitrary<Partial<Declared>>, isThere: boolean) =>
  fc.tuple(name, change).map(([of, to]) =>
    step(
      `${what} ${of}: ${JSON.stringify(to)}`,
      (model, real) => declare(of, to, model, real),
      ({ program }) => program.has(of) === isThere,
    ),
  );

const isThere = ({ program, state }: Readonly<Model>) => program.size + state.size > 0;

/** Every step, with those that run the engine more often than others. */
export const steps: fc.Arbitrary<Step>[] = [
  edit("declare", replacing, false),
  edit("declare", inPlace, false),
  edit("change", replacing, true),
  edit("change", inPlace, true),
  name.map((of) =>
    step(
      `remove ${of}`,
      (model, real) => declare(of, undefined, model, real),
      ({ program }) => program.has(of),
    ),
  ),
  fc
    .constantFrom(1, 15, 30, 60, 240, 600)
    .map((minutes) =>
      step(`wait ${minutes} minutes`, async (model, real) => wait(minutes * minute, model, real)),
    ),
  fc.constantFrom(-1000, 0).map((offset) =>
    step(
      offset < 0 ? "wait until a second before the next rotation" : "wait until the next rotation",
      async (model, real) => wait((model.nextRotation() ?? 0) - model.now + offset, model, real),
      (model) => (model.nextRotation() ?? 0) + offset >= model.now,
    ),
  ),
  ...[1, 2, 3].map(() => fc.constant(step("up", (model, real) => up(model, real), isThere))),
  fc
    .constantFrom(...Object.entries(troubles))
    .map(([what, list]) => step(`up with ${what}`, (model, real) => up(model, real, list))),
  fc.constant(step("preview", preview, (model) => !model.dirty && isThere(model))),
  fc.constant(step("refresh", refresh, ({ state }) => state.size > 0)),
  fc.constant(step("destroy", destroy, ({ state }) => state.size > 0)),
  name.map((of) =>
    step(
      `up broken off at what uses ${of}`,
      (model, real) =>
        brokenOff(model, real, (stack) => stack.fails("up", [], { env: { BROKEN: `uses-${of}` } })),
      (model) => [...model.plan().creates, ...model.plan().replaces].includes(of) && !model.dirty,
    ),
  ),
  fc.constant(
    step("up refused at its first mint", refused, (model) => {
      const { creates, replaces } = model.plan();
      return creates.length + replaces.length > 0;
    }),
  ),
];

async function refused(model: Model, real: Real): Promise<void> {
  const undo = real.world.scene.emulator.fault({
    operation: "CreateParticipantToken",
    times: 1,
    status: 402,
  });
  await brokenOff(model, real, (stack) => stack.fails("up"));
  undo();
}

async function preview(model: Model, real: Real): Promise<void> {
  const before = real.world.mints.size;
  const run = await real.engine((stack) => stack.preview());
  const { creates, replaces } = model.plan();
  assertPlan(run.steps, creates, replaces);
  same("tokens minted by a preview", real.world.mints.size - before, 0);
}

async function refresh(_model: Model, real: Real): Promise<void> {
  const before = real.world.mints.size;
  await real.engine((stack) => stack.refresh());
  same("tokens minted by a refresh", real.world.mints.size - before, 0);
}

async function destroy(model: Model, real: Real): Promise<void> {
  await real.engine((stack) => stack.destroy());
  model.state.clear();
  model.dirty = false;
}
