import type { ChildProcess } from "node:child_process";
import { killGroup } from "./killGroup.mts";

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
