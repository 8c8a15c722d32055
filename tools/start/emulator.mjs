import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { children, stop } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";

/**
 * @typedef {object} RunningEmulator
 * @property {string} url
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the emulator of this repository and waits until it listens.
 *
 * @param {{ root: string, node: string, port: number, print: (line: string) => void }} options
 * @returns {Promise<RunningEmulator>}
 */
function startEmulator({ root, node, port, print }) {
  const preload = new URL("endWithParent.mjs", import.meta.url).href;
  const args = ["--import", preload, join(root, "emulator/dist/cli/main.js"), "--port", String(port)];
  const child = children.start(node, args, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  return new Promise((resolve, reject) => {
    let errors = "";
    child.stderr?.on("data", (text) => (errors += text));
    const lines = createInterface({ input: /** @type {import("node:stream").Readable} */ (child.stdout) });
    lines.once("line", (first) => {
      const url = /http:\S+/.exec(first)?.[0] ?? "";
      lines.on("line", requestPrinter(print));
      resolve({ url, stop: () => stop(child, "SIGTERM") });
    });
    child.once("close", () => reject(new SetupError("The emulator did not start:", errors.trim())));
  });
}

/** After the banner's "Requests:" each line is one request. @param {(line: string) => void} print */
function requestPrinter(print) {
  let isBanner = true;
  return (/** @type {string} */ line) => {
    if (!isBanner && line.trim() !== "") print(line);
    if (line === "Requests:") isBanner = false;
  };
}

/**
 * The emulator at the address that the stack has from an earlier run, since refresh and destroy still use
 * it; where that is taken, at another. Never at an address of the environment's, which may be another program's.
 *
 * @param {import("../stack/target.mjs").StackTarget} target @param {{ root: string, node: string }} where
 * @param {(line: string) => void} print shows one request
 */
export async function emulatorForStack({ ownPort }, where, print) {
  const port = (await isFree(ownPort)) ? ownPort : 0;
  return startEmulator({ ...where, port, print: (line) => print(`    emulator: ${line}`) });
}

/** @param {number} port @returns {Promise<boolean>} */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
