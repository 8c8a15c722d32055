import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** How a command ended, and all that it printed. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface BoundedOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly limitMs?: number;
  /** What it reads from its standard input. */
  readonly input?: string;
}

/** Runs a command to its end. One that takes too long is killed with all that it started, and fails. */
export async function bounded(
  command: string,
  args: readonly string[],
  { cwd, env, limitMs = 120_000, input = "" }: BoundedOptions,
): Promise<Ended> {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: "pipe" });
  killedWithTests(child);
  // It may end without reading what it is told.
  child.stdin.on("error", () => {}).end(input);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    killGroup(child, "SIGKILL");
  }, limitMs);
  try {
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    if (late) throw new Error(`${command} ${args.join(" ")} took over ${limitMs} ms\n${stdout}\n${stderr}`);
    return { status, stdout, stderr };
  } finally {
    clearTimeout(timer);
  }
}

/** A program at work. */
export interface Running {
  readonly pid: number;
  /** All that it printed so far, on both of its outputs. */
  printed(): string;
  /** Resolves with what matches, once it has printed that. Rejects where it ends without. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal to the program alone, as `kill` does. */
  signal(name: NodeJS.Signals): void;
  /** How it ended, and all that it printed. */
  ended(): Promise<Ended & { readonly signal: NodeJS.Signals | null }>;
  /** Sends a signal to it and to all in its group, and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

interface StartOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** The longest wait for a line. */
  readonly limitMs?: number;
}

/** Starts a program that goes on while the test does, as the leader of a process group. */
export function start(
  command: string,
  args: readonly string[],
  { cwd, env, limitMs = 60_000 }: StartOptions,
): Running {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  killedWithTests(child);
  const [all, stdout, stderr]: [string[], string[], string[]] = [[], [], []];
  for (const [stream, own] of [
    [child.stdout, stdout],
    [child.stderr, stderr],
  ] as const) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      all.push(piece);
      own.push(piece);
      child.emit("printed");
    });
  }
  const printed = () => all.join("");
  const end = once(child, "close").then(([status, signal]) => ({
    status: status as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout: stdout.join(""),
    stderr: stderr.join(""),
  }));
  return {
    pid: Number(child.pid),
    printed,
    async line(pattern) {
      const lost = end.then(() => {
        throw new Error(`${command} ${args.join(" ")} ended without ${pattern}:\n${printed()}`);
      });
      const limit = { signal: AbortSignal.timeout(limitMs) };
      for (;;) {
        const found = pattern.exec(printed());
        if (found) return found;
        await Promise.race([once(child, "printed", limit), lost]);
      }
    },
    signal: (name) => child.kill(name),
    ended: () => end,
    async stop(signal = "SIGKILL") {
      killGroup(child, signal);
      await end;
    },
  };
}

/** Sends a signal to a process that leads a group of its own, and to all in it; none to one that has ended. */
export function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

const running = new Set<ChildProcess>();

// The runner is stopped by a signal to its group, in which a process that leads one of its own isn't.
for (const [signal, status] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    for (const child of running) killGroup(child, "SIGKILL");
    process.exit(status);
  });
}

/** Lets a process that leads a group of its own not outlive tests that are stopped. */
export function killedWithTests(child: ChildProcess): void {
  running.add(child);
  child.once("close", () => running.delete(child));
}

/** The processes below one, in whatever group they are. */
export function descendants(pid: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const all = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    all.filter(([, above]) => above === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}
