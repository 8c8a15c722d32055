import { SetupError } from "../setup/setupError.mjs";
import { children } from "./processes.mjs";

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
