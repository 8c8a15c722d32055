import { children, sendToGroup } from "../shared/processes.mjs";

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
    // "close" waits for whoever holds the pipes: for all that the child started, were it not killed too.
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
