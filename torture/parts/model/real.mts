import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runStatus } from "../../../test/status/support/status.mts";
import type { Run as Ended } from "../../../test/support/run.mts";
import type { Stack } from "../../../test/support/stack.mts";
import { type Findings, type FoundToken, findingsOf, lostUses, markOf } from "../../support/findings.mts";
import type { World } from "../../support/world.mts";
import type { Model } from "./model.mts";

/** The real thing beside the model: one stack, and how it is compared with what ought to be so. */
export class Real {
  readonly world: World;
  readonly stack: Stack;
  readonly #project: string;
  readonly #log: (entry: Readonly<Record<string, unknown>>) => void;
  /** The steps taken, by their names. */
  readonly steps: string[] = [];
  engineRuns = 0;

  constructor(world: World, stack: Stack, project: string, log: Real["log"]) {
    this.world = world;
    this.stack = stack;
    this.#project = project;
    this.#log = log;
  }

  log(entry: Readonly<Record<string, unknown>>): void {
    this.#log(entry);
  }

  /** Lets the engine do something, and counts that. */
  async engine(run: (stack: Stack) => Promise<Ended>): Promise<Ended> {
    this.engineRuns += 1;
    return run(this.stack);
  }

  /** The participants of the tokens in the state, by name, once the state is as it has to be after any step. */
  async look(): Promise<{ ids: Map<string, string>; found: Findings }> {
    const found = await findingsOf(this.world, this.stack);
    const wrong = [...found.wrong, ...lostUses(this.world, found)];
    if (wrong.length > 0) throw new Error(wrong.join("; "));
    return { ids: new Map([...found.tokens].map(([name, { id }]) => [name, id])), found };
  }

  /** After each step: the state is the model's, its tokens are valid, users hold the current one, status agrees. */
  async agree(model: Model): Promise<void> {
    const { ids, found } = await this.look();
    same(
      "tokens in the state",
      pairs(ids),
      pairs(new Map([...model.state].map(([name, { id }]) => [name, id]))),
    );
    for (const [name, { expires }] of model.state) {
      await this.#agreeOnToken(model, found.tokens.get(name), expires);
    }
    if (!model.dirty) this.#agreeOnUses(ids, found);
    await this.#agreeOnStatus(model);
  }

  /** That it is the one that was minted, with that end, and lets its holder join until then. */
  async #agreeOnToken(model: Model, found: FoundToken | undefined, expires: number): Promise<void> {
    const mint = this.world.mints.get(found?.id ?? "");
    same(`expiration of ${found?.name} as minted`, Date.parse(mint?.expires ?? ""), expires);
    same(
      `expiration of ${found?.name} in the state`,
      Date.parse(String(found?.outputs.expirationTime)),
      expires,
    );
    if (mint && model.now < expires) await this.world.scene.emulator.join(mint.token);
  }

  #agreeOnUses(ids: ReadonlyMap<string, string>, { pending, witnesses }: Findings): void {
    same("what waits for its deletion", pending.join(), "");
    const expected = [...ids].map(([name, id]) => [`uses-${name}`, markOf(this.world, id)] as const);
    same("what uses see", pairs(witnesses), pairs(new Map(expected)));
  }

  async #agreeOnStatus(model: Model): Promise<void> {
    const now = this.world.scene.clock().toISOString();
    const { status, stdout, stderr } = await runStatus(["-"], { now }, await this.#exported());
    const expected = model.status();
    // After a run that was broken off more may be due than time alone makes due.
    const agrees = model.dirty && expected !== 4 ? status === 0 || status === 3 : status === expected;
    if (!agrees) throw new Error(`status ended with ${status}, not ${expected}:\n${stdout}${stderr}`);
  }

  /** The state as `pulumi stack export` prints it. */
  async #exported(): Promise<string> {
    const stacks = join(this.world.scene.folders.backend, ".pulumi", "stacks");
    const file = await readFile(join(stacks, this.#project, "dev.json"), "utf8");
    return JSON.stringify({ version: 3, deployment: JSON.parse(file).checkpoint.latest });
  }
}

const pairs = (map: ReadonlyMap<string, string>) =>
  [...map]
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join();

/** Fails where what is found isn't what ought to be there. */
export function same<T>(what: string, found: T, expected: T): void {
  if (found !== expected) throw new Error(`${what}: ${found || "none"}, not ${expected || "none"}`);
}
