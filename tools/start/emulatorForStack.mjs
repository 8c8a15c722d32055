import { createServer } from "node:net";
import { startEmulator } from "./emulator.mjs";

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
