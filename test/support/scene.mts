import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { after } from "node:test";
import { type Emulator, type EmulatorOptions, startEmulator } from "ivs-realtime-emulator";
import { watchMint } from "./emulators.mts";
import { type PulumiFolders, pulumiEnvironment } from "./environment.mts";
import { findSecrets } from "./secrets.mts";
import { Stack } from "./stack.mts";
import { stageArn } from "./wellKnown.mts";

export { stageArn };

/** When every scene starts: far from the machine's own time, so that whoever asks that clock shows. */
const start = "2031-05-01T00:00:00Z";

/** What the tests of one file play in. */
export class Scene {
  readonly folders: SceneFolders;
  readonly emulator: Emulator;
  readonly clock: ReturnType<typeof clockAt>;
  /** What the emulator answered (`"wire GetStage 200"`) and what witnesses did, in order. */
  readonly journal: Journal;
  /** The tokens that the emulator minted, in order. */
  readonly tokens: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;
  readonly #secrets = new Map<string, string>();
  #records = 0;

  constructor(
    parts: Pick<Scene, "folders" | "emulator" | "clock" | "journal">,
    environment: NodeJS.ProcessEnv,
  ) {
    this.#environment = environment;
    this.folders = parts.folders;
    this.emulator = parts.emulator;
    this.clock = parts.clock;
    this.journal = parts.journal;
    this.tokens = watchMint(parts.emulator);
  }

  /** Makes a text one of those that no run may leave behind. Programs find it in the environment by its name. */
  secret(name: string, text: string): string {
    this.#secrets.set(name, text);
    return text;
  }

  /** A project of its own with one stack. */
  stack(project: string, program: string): Promise<Stack> {
    return Stack.create(this, project, program);
  }

  /** A copy of examples/NAME with one stack; its project has the folder's name. */
  example(name: string): Promise<Stack> {
    return Stack.ofExample(this, name);
  }

  environment(): NodeJS.ProcessEnv {
    return {
      ...pulumiEnvironment(this.folders, this.clock()),
      ...Object.fromEntries(this.#secrets),
      JOURNAL: this.journal.path,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_IVS_REALTIME: this.emulator.url,
      // What fails for good is to fail soon.
      AWS_MAX_ATTEMPTS: "3",
      // Types of the examples are checked once, by test/examples/whole.test.mts, and not at each run.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      ...this.#environment,
    };
  }

  /** The path, without an extension, for what the next run printed. */
  nextRecord(project: string, verb: string): string {
    this.#records += 1;
    return join(this.folders.records, `${String(this.#records).padStart(3, "0")}-${project}-${verb}`);
  }

  async close(): Promise<void> {
    await this.emulator.close();
    assert.deepEqual(await this.leaks(), [], "secrets lie in plain in these files");
  }

  /** Where a secret or a token that was minted lies in plain in what the runs left so far. */
  leaks(): Promise<string[]> {
    const minted = this.tokens.flatMap((token, index): [string, string][] => {
      // Not the header, which is the same for all tokens. Either of the others gives a token away.
      const [, payload = "", signature = ""] = token.split(".");
      return [
        [`payload of token ${index}`, payload],
        [`signature of token ${index}`, signature],
      ];
    });
    return findSecrets(this.folders.all, new Map([...this.#secrets, ...minted]));
  }
}

interface SceneOptions extends Pick<EmulatorOptions, "stages" | "credentials"> {
  /** What its commands find in their environment besides. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Opens a scene: an emulator, a clock and a backend of its own. When the file's tests have ended it closes, and
 * fails if a token that was minted, or another secret, lies in plain in anything that the runs left behind: state,
 * its backups and history, logs, what was printed, events, plans.
 */
export async function openScene(
  name: string,
  { stages = [], environment = {}, ...options }: SceneOptions = {},
  t: { after(end: () => Promise<void>): void } = { after },
): Promise<Scene> {
  const folders = await sceneFolders(name);
  const [clock, journal] = [clockAt(start), openJournal(join(folders.all, "journal"))];
  const log = (line: string) => journal.write(`wire ${line.replace(/ \d+ ms$/, "")}`);
  const emulator = await startEmulator({ clock, log, stages: [stageArn, ...stages], ...options });
  const scene = new Scene({ folders, emulator, clock, journal }, environment);
  t.after(() => scene.close());
  return scene;
}

const work = join(import.meta.dirname, "..", "..", ".work", "engine");

/** Where a scene keeps everything; empty at first. */
interface SceneFolders extends PulumiFolders {
  readonly all: string;
  /** What the runs printed, and their events. */
  readonly records: string;
}

async function sceneFolders(scene: string): Promise<SceneFolders> {
  const all = join(work, scene);
  await rm(all, { recursive: true, force: true });
  const made = async (part: string) => {
    await mkdir(join(all, part), { recursive: true });
    return join(all, part);
  };
  return {
    all,
    home: await made("home"),
    backend: await made("backend"),
    temporary: await made("temporary"),
    records: await made("records"),
  };
}

/** What happened, in order, in a file that several processes write to. */
interface Journal {
  readonly path: string;
  write(line: string): void;
  /** The lines since the last time it was asked. */
  take(): string[];
}

function openJournal(path: string): Journal {
  writeFileSync(path, "");
  let taken = 0;
  return {
    path,
    write: (line) => appendFileSync(path, `${line}\n`),
    take() {
      const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
      const fresh = lines.slice(taken);
      taken = lines.length;
      return fresh;
    },
  };
}

/** A clock that stands still until a test sets it or moves it. */
export function clockAt(start: string | Date = new Date()) {
  let now = new Date(start);
  const clock = () => new Date(now);
  return Object.assign(clock, {
    set(instant: string) {
      now = new Date(instant);
    },
    move(seconds: number) {
      now = new Date(now.getTime() + seconds * 1000);
    },
  });
}
