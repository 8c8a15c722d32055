import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { killedWithTests } from "./killedWithTests.mts";
import { killGroup } from "./killGroup.mts";

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
