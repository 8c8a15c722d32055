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
