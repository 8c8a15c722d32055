import { existsSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "../../../test/support/stack.mts";
import { findingsOf, markOf } from "../../support/findings.mts";
import type { World } from "../../support/world.mts";

export const operations = ["create", "replace", "update", "delete"] as const;
export type Operation = (typeof operations)[number];

const tokens = ["one", "two", "three"];
const all = (more: string, names = tokens) =>
  names
    .map(
      (name) => `const ${name} = new ParticipantToken("${name}", {
        stageArn, duration: "12h", disconnectOnDelete: true, ${more}
        attributes: { role: pulumi.secret(process.env.CANARY_ATTRIBUTE) },
      });
      new Witness("uses-${name}", { sees: ${name}.token });`,
    )
    .join("\n");

/** What is under way when a kill strikes: the program, how late it is, and which tokens are there at the end. */
export const cases: Readonly<
  Record<Operation, { program: string; hours: number; names: readonly string[] }>
> = {
  create: { program: all(""), hours: 0, names: tokens },
  replace: { program: all(""), hours: 9, names: tokens },
  update: { program: all('rotateBefore: "1h",'), hours: 0, names: tokens },
  delete: { program: all("", ["one"]), hours: 0, names: ["one"] },
};

const rooms = ["stacks", "history"];

/** A stack that goes back to one of two states: nothing in it, or three tokens in use. */
export class Stage {
  readonly stack: Stack;
  readonly project: string;
  readonly #world: World;
  #begun = 0;

  private constructor(world: World, stack: Stack, project: string) {
    this.#world = world;
    this.stack = stack;
    this.project = project;
  }

  static async open(world: World, project: string): Promise<Stage> {
    const stage = new Stage(world, await world.stack(project), project);
    await stage.#copy(stage.#backend, stage.#kept("empty"));
    await stage.stack.declare(cases.create.program);
    await stage.stack.up();
    await stage.#copy(stage.#backend, stage.#kept("full"));
    return stage;
  }

  get #backend(): string {
    return join(this.#world.scene.folders.backend, ".pulumi");
  }

  #kept(name: string): string {
    return join(this.#world.scene.folders.all, "kept", name);
  }

  /** Copies what the backend has of this project. */
  async #copy(from: string, to: string): Promise<void> {
    for (const room of rooms) {
      const [source, target] = [join(from, room, this.project), join(to, room, this.project)];
      await rm(target, { recursive: true, force: true });
      if (existsSync(source)) await cp(source, target, { recursive: true });
    }
  }

  /** Puts everything to where an operation begins. What the last one left is kept for the scan. */
  async begin(operation: Operation, start: Date): Promise<void> {
    const { program, hours } = cases[operation];
    this.#begun += 1;
    await this.#copy(this.#backend, this.#kept(`after-${this.#begun}`));
    await rm(join(this.#backend, "locks"), { recursive: true, force: true });
    await this.#copy(this.#kept(operation === "create" ? "empty" : "full"), this.#backend);
    await this.stack.declare(program);
    this.#world.scene.clock.set(new Date(start.getTime() + hours * 3_600_000).toISOString());
  }

  /** What isn't as it has to be once an operation has come right. */
  async wrong(operation: Operation): Promise<string[]> {
    const found = await findingsOf(this.#world, this.stack);
    const names = [...found.tokens.keys()].toSorted().join();
    const expected = cases[operation].names.toSorted().join();
    const outdated = [...found.tokens].filter(
      ([name, { id }]) => found.witnesses.get(`uses-${name}`) !== markOf(this.#world, id),
    );
    const quiet = await this.stack.command(["preview", "--stack", "dev", "--expect-no-changes"]);
    return [
      ...found.wrong,
      ...(names === expected ? [] : [`there are ${names}, not ${expected}`]),
      ...outdated.map(([name]) => `what uses ${name} has another token`),
      ...found.pending.map((line) => `${line} still waits for its deletion`),
      ...(quiet.status === 0 ? [] : [`a preview still sees changes: ${quiet.text.trim()}`]),
    ];
  }
}
