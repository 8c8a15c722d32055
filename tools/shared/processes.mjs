import { spawn } from "node:child_process";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** @type {{ child: ChildProcess, ownGroup: boolean }[]} */
const running = [];
const patienceMs = 30_000;

/**
 * Every process that these scripts start, so that a signal leaves none of them behind. Each leads a group of
 * its own: Ctrl-C in a terminal reaches the whole foreground group and npm forwards it once more, and a
 * second SIGINT makes Pulumi drop its work halfway instead of finishing the step at hand.
 */
export const children = {
  /**
   * @param {string} command @param {readonly string[]} args
   * @param {import("node:child_process").SpawnOptions} options
   */
  start(command, args, options) {
    return track(spawn(command, args, { ...options, detached: true }), true);
  },

  /**
   * One that asks the reader at the terminal: it has to stay in the group that reads from it.
   *
   * @param {string} command @param {readonly string[]} args @param {NodeJS.ProcessEnv} env
   */
  startAtTerminal(command, args, env) {
    return track(spawn(command, args, { env, stdio: "inherit" }), false);
  },

  /** Newest first: Pulumi ends before the emulator that it talks to. @param {NodeJS.Signals} signal */
  async stopAll(signal) {
    for (const { child, ownGroup } of [...running].reverse()) {
      // The terminal has sent its SIGINT to this one already.
      if (ownGroup || signal !== "SIGINT") await stop(child, signal);
      else await ended(child);
    }
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

/** @param {ChildProcess} child @param {boolean} ownGroup */
function track(child, ownGroup) {
  const entry = { child, ownGroup };
  running.push(entry);
  for (const event of ["exit", "error"])
    child.once(event, () => running.includes(entry) && running.splice(running.indexOf(entry), 1));
  return child;
}

/** @param {ChildProcess} child @param {NodeJS.Signals} signal */
export async function stop(child, signal) {
  const impatient = setTimeout(() => sendToGroup(child, "SIGKILL"), patienceMs);
  sendToGroup(child, signal);
  await ended(child);
  clearTimeout(impatient);
}

/** @param {ChildProcess} child @returns {Promise<void>} */
function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** To the child's group, or to the child where it has none of its own. @param {ChildProcess} child @param {NodeJS.Signals} signal */
export function sendToGroup(child, signal) {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}
