import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";

/**
 * One `npm start` at a time: each has a file of its own in this folder, named by its process. It is written before
 * the others are looked for, so that of two that start at once no two go on, and nobody removes what isn't his.
 *
 * @param {string} folder
 */
export function takeTurn(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = join(folder, String(process.pid));
  writeFileSync(own, "");
  process.on("exit", () => rmSync(own, { force: true }));
  for (const pid of readdirSync(folder).filter((name) => name !== String(process.pid))) {
    const file = join(folder, pid);
    if (isAlive(Number(pid)))
      throw new SetupError(
        `Another npm start is at work in this folder (process ${pid}).`,
        `Wait until it is done, or stop it. If there is none, remove ${file}.`,
      );
    rmSync(file, { force: true });
  }
}
