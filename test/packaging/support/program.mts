import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";
import { pulumiEnvironment } from "../../support/environment.mts";
import { bounded } from "../../support/processes.mts";
import { type StackState, stackState } from "../../support/stackState.mts";
import { temporaryFolder } from "../../support/temporaryFolder.mts";

const reportNode = join(import.meta.dirname, "reportNode.cjs");
const stack = "dev";

/** What a run of a program needs to know. */
export interface RunOptions {
  /** The instant at which time stands still in it. */
  readonly now: Date;
  /** Where the emulator listens; without, each call fails. */
  readonly url?: string;
}

/** A Pulumi program in a folder of its own, with a stack in a fresh backend. */
export class Program {
  readonly folder: string;
  readonly #files: string;
  readonly #nodeBin: string | undefined;

  private constructor(folder: string, files: string, nodeBin: string | undefined) {
    this.folder = folder;
    this.#files = files;
    this.#nodeBin = nodeBin;
  }

  /** @param nodeBin the folder of the Node to run it with, in place of the one that runs the tests. */
  static async create(t: Pick<TestContext, "after">, folder: string, nodeBin?: string): Promise<Program> {
    const files = temporaryFolder(t);
    const program = new Program(folder, files, nodeBin);
    for (const name of ["home", "backend", "tmp"]) await mkdir(join(files, name));
    await writeFile(join(folder, "Pulumi.yaml"), "name: program\nruntime: nodejs\n");
    await program.pulumi(["stack", "init", stack], { now: new Date() });
    return program;
  }

  up(options: RunOptions, ...args: string[]): Promise<string> {
    return this.pulumi(["up", "--yes", "--skip-preview", ...args], options);
  }

  destroy(options: RunOptions): Promise<string> {
    return this.pulumi(["destroy", "--yes", "--skip-preview"], options);
  }

  /** Runs a command that has to succeed, and hands back all that it printed. */
  async pulumi(args: readonly string[], options: RunOptions): Promise<string> {
    const all = [...args, "--non-interactive", "--color", "never"];
    const { status, stdout, stderr } = await bounded("pulumi", all, {
      cwd: this.folder,
      env: this.environment(options),
    });
    assert.equal(status, 0, `pulumi ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
    return `${stdout}\n${stderr}`;
  }

  environment({ now, url = "http://127.0.0.1:1" }: RunOptions): NodeJS.ProcessEnv {
    const [home, backend, temporary] = ["home", "backend", "tmp"].map((name) => join(this.#files, name));
    const env = pulumiEnvironment(
      { home, backend, temporary } as Parameters<typeof pulumiEnvironment>[0],
      now,
    );
    return {
      ...env,
      PATH: [...(this.#nodeBin ? [this.#nodeBin] : []), env.PATH].join(delimiter),
      NODE_OPTIONS: `${env.NODE_OPTIONS} --require ${reportNode}`,
      NODE_VERSIONS: join(this.#files, "node-versions"),
      PULUMI_CONFIG_PASSPHRASE: "packaging tests",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_IVS_REALTIME: url,
    };
  }

  state(): Promise<StackState> {
    return stackState(join(this.#files, "backend", ".pulumi", "stacks", "program", `${stack}.json`));
  }

  /** Every Node that ran for it so far, each version once. */
  async nodeVersions(): Promise<string[]> {
    const lines = await readFile(join(this.#files, "node-versions"), "utf8");
    return [...new Set(lines.split("\n").filter(Boolean))];
  }
}
