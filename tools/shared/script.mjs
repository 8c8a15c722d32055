import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { children } from "./processes.mjs";

/** Something the reader has to do first: its message says what, and is shown without a stack. */
export class SetupError extends Error {
  /** @param {string[]} lines */
  constructor(...lines) {
    super(lines.join("\n"));
    this.name = "SetupError";
  }
}

/**
 * Runs a script: what it returns is the exit status, and what the reader has to do first is said without a
 * stack.
 *
 * @param {(args: string[]) => Promise<number>} script
 */
export async function main(script) {
  children.stopOnSignals();
  try {
    process.exitCode = await script(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : error);
    process.exitCode = 1;
    await children.stopAll("SIGTERM");
  }
}

/** The repository's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Runs a Node script and shows what it prints.
 *
 * @param {string} node @param {readonly string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit status
 */
export function inForeground(node, args, env) {
  const child = children.start(node, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => resolve(status ?? 1));
  });
}
