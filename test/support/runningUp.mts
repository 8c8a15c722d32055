import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { killedWithTests } from "./killedWithTests.mts";
import type { Scene } from "./scene.mts";
import type { Stack } from "./stack.mts";

/** A `pulumi up` that goes on while the test does. */
interface RunningUp {
  readonly pid: number;
  /** Sends a signal to pulumi alone, as `kill` does: its hosts lead process groups of their own. */
  signal(name: NodeJS.Signals): void;
  /** Resolves when it has printed what matches. */
  printed(pattern: RegExp): Promise<void>;
  /** How it ended, and all that it printed. */
  ended(): Promise<{ status: number | null; signal: NodeJS.Signals | null; text: string }>;
}

const limit = () => ({ signal: AbortSignal.timeout(60_000) });

export function startUp(scene: Scene, stack: Stack, endpoint: string, args: readonly string[]): RunningUp {
  const all = ["up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive", "--color", "never"];
  const env = { ...scene.environment(), AWS_ENDPOINT_URL_IVS_REALTIME: endpoint };
  const child = spawn("pulumi", [...all, ...args], {
    cwd: stack.folder,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  killedWithTests(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      child.emit("printed");
    });
  }
  const closed = once(child, "close");
  return {
    pid: Number(child.pid),
    signal: (name) => child.kill(name),
    async printed(pattern) {
      while (!pattern.test(text)) await once(child, "printed", limit());
    },
    async ended() {
      // The hosts of one that was killed live on, but none of them holds its pipes.
      const [status, signal] = await closed;
      await writeFile(`${scene.nextRecord("running", "up")}.txt`, text);
      return { status, signal, text };
    },
  };
}
