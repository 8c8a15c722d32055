import assert from "node:assert/strict";
import { cp, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ended } from "./ended.mts";
import { environment } from "./environment.mts";
import { root, type Setting, work } from "./setting.mts";

/** The programs that are compared, each a file of `programs/`. */
export type Program = "participantTokens" | "noOp" | "bareNoOp" | "sdkByHand" | "awsCli";

/** What one `pulumi` command took. */
export interface Figures {
  readonly ms: number;
  /** Processor time of the emulator, which runs on the same cores. */
  readonly serviceMs: number;
  /** The state as it lies in the file backend afterwards. */
  readonly stateBytes: number;
}

/** One program with one stack in a backend of its own, which each run finds as it was kept. */
export class Project {
  readonly #folder: string;
  readonly #program: Program;
  readonly #tokens: number;
  readonly #setting: Setting;
  readonly #preload: string | undefined;

  private constructor(setting: Setting, program: Program, tokens: number, preload: string | undefined) {
    this.#folder = join(work, [program, tokens, ...(preload === undefined ? [] : ["preloaded"])].join("-"));
    this.#preload = preload;
    this.#program = program;
    this.#tokens = tokens;
    this.#setting = setting;
  }

  /** With an empty stack. */
  static async create(
    setting: Setting,
    program: Program,
    tokens: number,
    preload?: string,
  ): Promise<Project> {
    const project = new Project(setting, program, tokens, preload);
    await rm(project.#folder, { recursive: true, force: true });
    await mkdir(project.#backend, { recursive: true });
    // Below the repository the nearest package.json is the package's own: main keeps Pulumi from running that.
    const settings = `name: ${program}\nruntime: nodejs\nmain: index.js\n`;
    await writeFile(join(project.#folder, "Pulumi.yaml"), settings);
    await cp(join(root, "bench", "programs", `${program}.js`), join(project.#folder, "index.js"));
    await project.#pulumi("stack", "init", "dev");
    await project.keep();
    return project;
  }

  /** From now on each run starts from what is in the backend now. */
  async keep(): Promise<void> {
    await rm(this.#kept, { recursive: true, force: true });
    await cp(this.#backend, this.#kept, { recursive: true });
  }

  /** Mints all tokens, in an empty stack. */
  async coldUp(): Promise<Figures> {
    const before = this.#setting.service.minted();
    const figures = await this.run("up");
    const minted = /NoOp$/i.test(this.#program) ? 0 : this.#tokens;
    assert.equal(this.#setting.service.minted() - before, minted, `tokens minted by ${this.#program}`);
    return figures;
  }

  async run(verb: "up" | "preview" | "refresh"): Promise<Figures> {
    await rm(this.#backend, { recursive: true, force: true });
    await cp(this.#kept, this.#backend, { recursive: true });
    const before = this.#setting.service.cpuMs();
    const { ms } = await this.#pulumi(verb, ...(verb === "preview" ? [] : ["--skip-preview", "--yes"]));
    const serviceMs = this.#setting.service.cpuMs() - before;
    const { size } = await stat(join(this.#backend, ".pulumi", "stacks", this.#program, "dev.json"));
    return { ms, serviceMs, stateBytes: size };
  }

  #pulumi(...args: string[]) {
    const env = {
      ...environment(this.#setting.service.url, this.#backend, this.#tokens),
      ...(this.#preload !== undefined && { NODE_OPTIONS: `--require ${this.#preload}` }),
    };
    return ended("pulumi", [...args, "--non-interactive"], { cwd: this.#folder, env });
  }

  get #backend(): string {
    return join(this.#folder, "backend");
  }

  get #kept(): string {
    return join(this.#folder, "kept");
  }
}
