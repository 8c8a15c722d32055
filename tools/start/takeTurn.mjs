import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isAlive } from "../setup/isAlive.mjs";
import { SetupError } from "../setup/setupError.mjs";

/** One `npm start` at a time in a folder: the file holds the process that is at it. @param {string} file */
export function takeTurn(file) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const holder = write(file);
  if (holder !== undefined && isAlive(holder)) {
    throw new SetupError(
      `Another npm start is at work in this folder (process ${holder}).`,
      `Wait until it is done, or stop it. If there is none, remove ${file}.`,
    );
  }
  if (holder !== undefined) {
    rmSync(file, { force: true });
    if (write(file) !== undefined) return takeTurn(file);
  }
  process.on("exit", () => rmSync(file, { force: true }));
}

/** @param {string} file @returns {number | undefined} who has it, if someone does */
function write(file) {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
    return undefined;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return Number(readFileSync(file, "utf8"));
  }
}
