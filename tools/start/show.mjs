import { createInterface } from "node:readline";
import { children } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";

/**
 * Runs Pulumi and shows what it prints, set in from the story around it.
 *
 * @param {readonly string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<void>}
 */
export async function showPulumi(args, env) {
  console.log(`  $ pulumi ${args.join(" ")}`);
  const color = process.stdout.isTTY ? "always" : "never";
  const quiet = ["--non-interactive", "--suppress-progress", "--color", color];
  const child = children.start("pulumi", [...args, ...quiet], { env, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) {
    const input = /** @type {import("node:stream").Readable} */ (stream);
    createInterface({ input }).on("line", printLine);
  }
  const status = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  if (status !== 0)
    throw new SetupError(`pulumi ${args[0]} did not succeed (${status}): its lines above say why.`);
}

/** Without its blank lines and its "@ updating...." @param {string} line */
function printLine(line) {
  if (line.trim() !== "" && !line.startsWith("@ ")) console.log(`    │ ${line}`);
}
