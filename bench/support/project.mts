import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import { delimiter, dirname, join, parse } from "node:path";
import { startEmulator } from "ivs-realtime-emulator";
import { ended } from "./measure.mts";

/** The programs that are compared, each a file of `programs/`. */
type Program = "participantTokens" | "noOp" | "bareNoOp" | "sdkByHand" | "awsCli";

/** What one `pulumi` command took. */
export interface Figures {
  readonly ms: number;
  /** Processor time of the emulator, which runs on the same cores. */
  readonly serviceMs: number;
  /** The state as it lies in the file backend afterwards. */
  readonly stateBytes: number;
}

/** What differs between two projects that run the same program. */
interface How {
  /** A script that is loaded before every Node of a run. */
  readonly preload?: string;
  /** The built checkout whose package the program loads. Default: this one. */
  readonly checkout?: string;
}

/** One program with one stack in its own backend, which each run finds as it was kept. */
export class Project {
  readonly #folder: string;
  readonly #program: Program;
  readonly #tokens: number;
  readonly #setting: Setting;
  readonly #preload: string | undefined;

  private constructor(setting: Setting, program: Program, tokens: number, { preload, checkout = root }: How) {
    const folder = [program, tokens, ...(preload === undefined ? [] : [parse(preload).name])].join("-");
    this.#folder = join(workOf(checkout), folder);
    this.#preload = preload;
    this.#program = program;
    this.#tokens = tokens;
    this.#setting = setting;
  }

  /** With an empty stack. */
  static async create(setting: Setting, program: Program, tokens: number, how: How = {}): Promise<Project> {
    const project = new Project(setting, program, tokens, how);
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

/** As long as the tokens of the emulator are. */
const tokenLength = 617;

/** What every contender runs in: nothing of the machine's own AWS, Pulumi or Node settings. */
export function environment(url: string, backend: string, tokens: number): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|PULUMI_|NODE_)/.test(name));
  return {
    ...Object.fromEntries(own),
    PATH: [...awsCliFolder(), process.env.PATH].join(delimiter),
    PULUMI_HOME: join(work, "home"),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(work, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(work, "no-aws-credentials"),
    AWS_ENDPOINT_URL_IVS_REALTIME: url,
    BENCH_TOKENS: String(tokens),
    BENCH_LENGTH: String(tokenLength),
  };
}

/** The AWS CLI is beside the Python that it is installed for. */
function awsCliFolder(): string[] {
  const python = process.env.CONFORMANCE_PYTHON;
  return python === undefined ? [] : [dirname(python)];
}

/** What every row is measured with. */
export interface Setting {
  readonly service: Service;
  /** As few rounds as tell anything at all. */
  readonly quick: boolean;
  /** A built checkout of an earlier version, to measure this one beside it. */
  readonly before?: string | undefined;
}

export const root = join(import.meta.dirname, "..", "..");

/** The folder of a checkout in which its projects live: programs below it load the package of that checkout. */
const workOf = (checkout: string) => join(checkout, "bench", ".work");
export const work = workOf(root);

/** The local IVS Real-Time that all contenders call. It runs in this process, which else only waits. */
interface Service {
  readonly url: string;
  /** How many tokens it has minted. */
  minted(): number;
  /** When each of them was, in milliseconds. */
  times(): readonly number[];
  /** Milliseconds of processor time that this process has taken. */
  cpuMs(): number;
  close(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const times: number[] = [];
  const log = (line: string) => {
    if (line.startsWith("CreateParticipantToken 200 ")) times.push(performance.now());
  };
  const emulator = await startEmulator({ log });
  return {
    url: emulator.url,
    minted: () => times.length,
    times: () => times,
    cpuMs() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    close: () => emulator.close(),
  };
}

/** The machine, the versions and the date: what the figures hold for. One line each. */
export function conditions(): string[] {
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${new Date().toISOString().slice(0, 16)}Z, load ${loadavg()[0]?.toFixed(2)} before the first run`,
    `${cpus()[0]?.model}, ${availableParallelism()} cores, ${gigabytes} GiB, ${system()}, ${type()} ${release().match(/^\d+\.\d+/)?.[0]} ${arch()}`,
    `Node ${process.version}, Pulumi CLI ${printed("pulumi", "version")}, @pulumi/pulumi ${installed("@pulumi/pulumi")}`,
    `@aws-sdk/client-ivs-realtime ${installed("@aws-sdk/client-ivs-realtime")}, ${awsCliVersion()}`,
    `pulumi-ivs-realtime ${versionIn(root)}, commit ${commit()}`,
  ];
}

function system(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}

function awsCliVersion(): string {
  const python = process.env.CONFORMANCE_PYTHON;
  if (python === undefined) return "no AWS CLI";
  const version = printed(join(dirname(python), "aws"), "--version");
  return version.match(/\b(aws-cli|botocore)\/[\d.]+/g)?.join(", ") ?? version;
}

function commit(): string {
  const changed = printed("git", "status", "--porcelain", "--untracked-files=no") !== "";
  return `${printed("git", "rev-parse", "--short", "HEAD")}${changed ? " with changes" : ""}`;
}

function installed(name: string): string {
  return versionIn(join(root, "node_modules", name));
}

export function versionIn(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
}

/** What a command prints; in an archive without git there is no commit. */
function printed(command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
}

/** What ours is started with to tell what the pace takes: without any, and with the even one of earlier versions. */
export const withoutPace = join(root, "bench", "support", "withoutPace.cjs");
export const evenPace = join(root, "bench", "support", "evenPace.cjs");
