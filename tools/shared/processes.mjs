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

/** To the child's group, or to the child where it has no separate one. @param {ChildProcess} child @param {NodeJS.Signals} signal */
function sendToGroup(child, signal) {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

const keptLines = 25;

/**
 * Runs a command that may take long: one line when it starts, one while it lasts, one when it is done. What
 * it prints is shown only where it fails, as the error's message.
 *
 * @param {string} title @param {string} command @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<void>}
 */
export async function quietStep(title, command, args, { cwd, env, timeoutMs } = {}) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  console.error(`• ${title} …`);
  const heartbeat = setInterval(() => console.error(`  … ${seconds()} s`), process.env.CI ? 60_000 : 15_000);
  try {
    await run(command, args, { ...(cwd ? { cwd } : {}), ...(env ? { env } : {}) }, timeoutMs);
    console.error(`  done, ${seconds()} s`);
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * @param {string} command @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options @param {number} [timeoutMs]
 * @returns {Promise<void>}
 */
function run(command, args, options, timeoutMs) {
  return new Promise((resolve, reject) => {
    const child = children.start(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += text));
    // "close" waits for every process that holds the pipes: all that the child started, if they were not killed too.
    const tooLate = () => {
      sendToGroup(child, "SIGKILL");
      reject(new Error(lastLines(output, `it took over ${Number(timeoutMs) / 60_000} minutes`)));
    };
    const timer = timeoutMs ? setTimeout(tooLate, timeoutMs) : undefined;
    child.once("error", reject);
    child.once("close", (status) => {
      clearTimeout(timer);
      if (status === 0) resolve();
      else reject(new Error(lastLines(output)));
    });
  });
}

/** @param {string[]} texts */
function lastLines(...texts) {
  return texts
    .map((text) => text.trim())
    .join("\n")
    .trim()
    .split("\n")
    .slice(-keptLines)
    .join("\n");
}

/** Whether a process with this id runs on this machine. @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
