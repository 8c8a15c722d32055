import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { pulumiEnvironment } from "../../support/environment.mts";
import { bounded, killedWithTests, killGroup } from "../../support/processes.mts";
import { goldenProviderText, type StackState, stackState } from "../../support/stackState.mts";
import { temporaryFolder } from "../../support/temporaryFolder.mts";
import { unpacked } from "./packed.mts";

const reportNode = join(import.meta.dirname, "reportNode.cjs");
const stack = "dev";

/** What a run of a program needs to know. */
interface RunOptions {
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

/** A program below `state/`, with this version of the package, and with its settings if it has them by now. */
export async function stateProgram(t: Pick<TestContext, "after">, folder: string): Promise<Program> {
  const copy = temporaryFolder(t);
  await cp(folder, copy, { recursive: true });
  await unpacked(copy);
  return Program.create(t, copy);
}

const args = `{
  stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh",
  userId: "bob",
  capabilities: ["PUBLISH"],
  duration: "12h",
  rotateBefore: "2h",
}`;

/** The same program in each kind of module that people write: one token, `host`, handed on as a stack output. */
export const programs = {
  commonjs: `const { ParticipantToken } = require("pulumi-ivs-realtime");
const host = new ParticipantToken("host", ${args});
exports.token = host.token;
`,
  module: `import { ParticipantToken } from "pulumi-ivs-realtime";
const host = new ParticipantToken("host", ${args});
export const token = host.token;
`,
  typescript: `import type { Output } from "@pulumi/pulumi";
import { ParticipantToken, type ParticipantTokenArgs } from "pulumi-ivs-realtime";
const args: ParticipantTokenArgs = ${args};
const host = new ParticipantToken("host", args);
export const token: Output<string> = host.token;
`,
};

const hour = 3_600_000;

/**
 * A token's whole life in an installed program that declares one, `host`, of 12 hours and a window of 2: it is
 * created, left alone, rotated by the clock and destroyed, and the state holds the golden provider text.
 */
export async function liveThrough(program: Program): Promise<void> {
  const start = new Date("2031-05-01T00:00:00Z");
  const later = new Date(start.getTime() + 11 * hour);
  const run = <T,>(now: Date, verb: (url: string) => Promise<T>) =>
    withEmulator(program.folder, program.environment({ now }), verb);

  const first = await run(start, (url) => program.up({ now: start, url }));
  assert.doesNotMatch(first, /\(node:\d+\)/, "Node has nothing to warn of");
  const created = await onlyToken(program);
  await program.up({ now: new Date(start.getTime() + hour) }, "--expect-no-changes");
  assert.equal(await onlyToken(program), created);
  const printed = await run(later, (url) => program.up({ now: later, url }));
  assert.match(
    printed,
    new RegExp(`"host" \\(participant ${created}\\) is due for rotation: it expires in 1 h `),
  );
  assert.notEqual(await onlyToken(program), created);
  await program.destroy({ now: later });
  assert.deepEqual((await program.state()).names, []);
}

/** The participant of the one token in the state. */
async function onlyToken(program: Program): Promise<string | undefined> {
  const state = await program.state();
  assert.deepEqual(state.names, ["host"]);
  assert.deepEqual(state.pending, []);
  const { id, inputs, outputs } = state.get("host");
  assert.equal(inputs.__provider, goldenProviderText);
  assert.equal(outputs.__provider, goldenProviderText);
  assert.ok((outputs.token as Record<string, unknown>).ciphertext, "the token is a secret");
  return id;
}

/** When the tokens in each kept state were minted. */
export const mintedAt = new Date("2031-05-01T00:00:00Z");

const limitMs = 300_000;
const firstLine = /^IVS Real-Time emulator listening on (http:\/\/127\.0\.0\.1:\d+)$/;

/** Runs something while the emulator of the package installed in a folder listens, as its command starts it. */
async function withEmulator<T>(
  folder: string,
  env: NodeJS.ProcessEnv,
  run: (url: string) => Promise<T>,
): Promise<T> {
  const args = ["ivs-realtime-emulator", "--port", "0"];
  const child = spawn("npx", args, { cwd: folder, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  killedWithTests(child);
  // npx starts the command as a process of its own: the whole group.
  const timer = setTimeout(killGroup, limitMs, child, "SIGKILL");
  const [closed, complaint] = [once(child, "close"), text(child.stderr)];
  const lines = createInterface({ input: child.stdout });
  let result: T;
  try {
    const { value: line = "" } = await lines[Symbol.asyncIterator]().next();
    lines.resume();
    const [, url] = firstLine.exec(line) ?? [];
    assert.ok(url, `the emulator said: ${line || (await complaint)}`);
    result = await run(url);
  } finally {
    killGroup(child, "SIGTERM");
    await closed;
    clearTimeout(timer);
  }
  assert.doesNotMatch(await complaint, /\(node:\d+\)/, "Node has nothing to warn of");
  return result;
}
