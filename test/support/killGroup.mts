import type { ChildProcess } from "node:child_process";

/** Sends a signal to a process that leads a group of its own, and to all in it; none to one that has ended. */
export function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
