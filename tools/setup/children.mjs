import { spawn } from "node:child_process";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** @type {ChildProcess[]} */
const running = [];
const patienceMs = 30_000;

/**
 * Every process that these scripts start, so that a signal leaves none of them behind. Each is the leader
 * of its own group: Ctrl-C in a terminal reaches the whole foreground group and npm forwards it once more,
 * and a second SIGINT makes Pulumi drop its work halfway instead of finishing the step at hand.
 */
export const children = {
  /**
   * @param {string} command @param {readonly string[]} args
   * @param {import("node:child_process").SpawnOptions} options
   */
  start(command, args, options) {
    const child = spawn(command, args, { ...options, detached: true });
    running.push(child);
    child.once("exit", () => running.splice(running.indexOf(child), 1));
    child.once("error", () => running.splice(running.indexOf(child), 1));
    return child;
  },

  /** Newest first: Pulumi ends before the emulator that it talks to. @param {NodeJS.Signals} signal */
  async stopAll(signal) {
    for (const child of [...running].reverse()) await stop(child, signal);
  },

  /** From now on SIGINT, SIGTERM and SIGHUP stop all children, then this process. */
  stopOnSignals() {
    let stopping = false;
    const signals = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });
    for (const [signal, status] of Object.entries(signals)) {
      process.on(signal, async () => {
        if (stopping) return;
        stopping = true;
        console.error(`\nStopping (${signal}) …`);
        await children.stopAll(signal === "SIGHUP" ? "SIGTERM" : /** @type {NodeJS.Signals} */ (signal));
        process.exit(status);
      });
    }
  },
};

/** @param {ChildProcess} child @param {NodeJS.Signals} signal @returns {Promise<void>} */
export function stop(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  const group = -child.pid;
  return new Promise((resolve) => {
    const impatient = setTimeout(() => signalGroup(group, "SIGKILL"), patienceMs);
    child.once("exit", () => {
      clearTimeout(impatient);
      resolve();
    });
    signalGroup(group, signal);
  });
}

/** @param {number} group @param {NodeJS.Signals} signal */
function signalGroup(group, signal) {
  try {
    process.kill(group, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}
