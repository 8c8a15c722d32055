import assert from "node:assert/strict";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bounded } from "./processes.mts";
import { type Run, runFrom } from "./run.mts";
import type { Scene } from "./scene.mts";
import { type StackState, stackState } from "./stackState.mts";
import { stageArn, tokenType } from "./wellKnown.mts";

const witness = join(import.meta.dirname, "witness.cjs");
const stackName = "dev";

/** What differs from run to run. */
interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** False: the scan doesn't see what was printed. Default: true. */
  readonly recorded?: boolean;
}

/** A Pulumi project of its own with one stack. */
export class Stack {
  readonly folder: string;
  readonly #scene: Scene;
  readonly #project: string;
  #settings = "";

  private constructor(scene: Scene, project: string) {
    this.#scene = scene;
    this.#project = project;
    this.folder = join(scene.folders.all, "programs", project);
  }

  static async create(scene: Scene, project: string, program: string): Promise<Stack> {
    const stack = new Stack(scene, project);
    await mkdir(stack.folder, { recursive: true });
    // Below the repository the nearest package.json is the package's own: main keeps Pulumi from running that.
    const settings = `name: ${project}\nruntime: nodejs\nmain: index.js\n`;
    await writeFile(join(stack.folder, "Pulumi.yaml"), settings);
    await stack.declare(program);
    await stack.#init();
    return stack;
  }

  /** A copy of a folder of examples/, as it stands, with the package installed. */
  static async ofExample(scene: Scene, name: string): Promise<Stack> {
    const stack = new Stack(scene, name);
    await copyExample(name, stack.folder);
    await stack.#init();
    return stack;
  }

  async #init(): Promise<void> {
    const made = await this.command(["stack", "init", stackName]);
    assert.equal(made.status, 0, made.text);
    this.#settings = await readFile(this.#settingsFile, "utf8");
  }

  /** Replaces the program's resources. */
  async declare(program: string): Promise<void> {
    const lines = [
      `const pulumi = require("@pulumi/pulumi");`,
      `const { ParticipantToken } = require("pulumi-ivs-realtime");`,
      `const { Witness } = require(${JSON.stringify(witness)});`,
      `const stageArn = ${JSON.stringify(stageArn)};`,
      program,
    ];
    await writeFile(join(this.folder, "index.js"), lines.join("\n"));
  }

  /** Replaces the stack's plain config: text, or lists and objects. */
  async configure(config: Readonly<Record<string, unknown>>): Promise<void> {
    const entries = Object.entries(config).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
    await writeFile(this.#settingsFile, `${this.#settings}config:\n${entries.join("")}`);
  }

  /** Sets secrets in the stack's config, beside what is there. */
  async configureSecrets(config: Readonly<Record<string, string>>): Promise<void> {
    const secrets = Object.entries(config).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    const { status, text } = await this.command(["config", "set-all", "--stack", stackName, ...secrets]);
    assert.equal(status, 0, text);
  }

  up(args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
    return this.#run(true, "up", args, options);
  }

  preview(args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
    return this.#run(true, "preview", args, options);
  }

  refresh(args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
    return this.#run(true, "refresh", args, options);
  }

  destroy(args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
    return this.#run(true, "destroy", args, options);
  }

  /** A verb that has to fail. */
  fails(verb: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
    return this.#run(false, verb, args, options);
  }

  /** Runs any `pulumi` command in the project, without asking how it ended. */
  async command(args: readonly string[], { env = {}, recorded = true }: RunOptions = {}): Promise<Run> {
    const record = this.#scene.nextRecord(this.#project, args[0] ?? "");
    const events = `${record}.events`;
    const logged = /^(up|preview|refresh|destroy)$/.test(args[0] ?? "") ? ["--event-log", events] : [];
    const all = [...args, ...logged, "--non-interactive", "--color", "never"];
    const environment = { ...this.#scene.environment(), ...env };
    const ended = await bounded("pulumi", all, { cwd: this.folder, env: environment });
    const run = await runFrom(ended, events);
    if (recorded) await writeFile(`${record}.txt`, run.text);
    return run;
  }

  /** What the backend holds, as it lies there. */
  state(): Promise<StackState> {
    const stacks = join(this.#scene.folders.backend, ".pulumi", "stacks");
    return stackState(join(stacks, this.#project, `${stackName}.json`));
  }

  /** The stack's outputs, secrets in plain: the one command whose output isn't kept for the scan. */
  async outputs(): Promise<Record<string, unknown>> {
    const args = ["stack", "output", "--show-secrets", "--json", "--stack", stackName, "--non-interactive"];
    const ended = await bounded("pulumi", args, { cwd: this.folder, env: this.#scene.environment() });
    assert.equal(ended.status, 0, ended.stderr);
    return JSON.parse(ended.stdout) as Record<string, unknown>;
  }

  /** The URN of the token of that name. */
  urn(token: string): string {
    return `urn:pulumi:${stackName}::${this.#project}::${tokenType}::${token}`;
  }

  /** Runs a verb of the engine to the end that is expected of it. */
  async #run(succeeds: boolean, verb: string, args: readonly string[], options: RunOptions): Promise<Run> {
    const mode = verb === "preview" ? [] : ["--yes", "--skip-preview"];
    const run = await this.command([verb, ...mode, "--stack", stackName, ...args], options);
    assert.equal(run.status === 0, succeeds, `pulumi ${verb} ended with ${run.status}\n${run.text}`);
    return run;
  }

  get #settingsFile(): string {
    return join(this.folder, `Pulumi.${stackName}.yaml`);
  }
}

const examples = join(import.meta.dirname, "..", "..", "examples");

/** A copy of a folder of examples/, as it stands, with the package installed. */
export async function copyExample(name: string, folder: string): Promise<void> {
  await cp(join(examples, name), folder, {
    recursive: true,
    filter: (path) => !/[/\\](node_modules|Pulumi\.[^/\\]+\.yaml)$/.test(path),
  });
  await installPackage(folder);
}

const repository = join(import.meta.dirname, "..", "..");

/** Puts the package and its command into a folder's node_modules, as an installation does. */
export async function installPackage(folder: string): Promise<void> {
  const [modules, name] = [join(folder, "node_modules"), "pulumi-ivs-realtime"];
  await mkdir(join(modules, ".bin"), { recursive: true });
  await symlink(repository, join(modules, name));
  await symlink(`../${name}/dist/cli/main.js`, join(modules, ".bin", name));
}
