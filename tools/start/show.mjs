import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { children } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";

/** @param {string} text */
export function heading(text) {
  console.log(`\n━━ ${text}`);
}

/** @param {boolean} isAws */
export function howToGoOn(isAws) {
  return isAws ? `${playOn}\n${back}` : `${playOn}\n${ownAccount}`;
}

const playOn = `  The same stack, the same CLI:
    npm run pulumi -- up                                    what is due by then is replaced
    npm run pulumi -- stack output token --show-secrets     the token in plaintext
    npm run pulumi -- destroy`;

const back = `  Back to the emulator:
    npm run pulumi -- stack select local`;

const ownAccount = `  A stage in your own AWS account: a passphrase of your own, then three commands.
    export PULUMI_CONFIG_PASSPHRASE='a passphrase of your own'
    npm run pulumi -- stack init aws
    npm run pulumi -- config set-all --plaintext stageArn=STAGE_ARN --plaintext aws:profile=PROFILE
    npm run pulumi -- up
  From then on npm start works on that stack too; npm run pulumi -- stack select local goes back.`;

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

/** Told: nothing is due, something is, something has expired. */
const told = [0, 3, 4];

/**
 * Shows the tokens of a stack with the package's own command. Its exit status is for schedulers: a token that is due
 * again by now is no failure here.
 *
 * @param {string} stack @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} how
 */
export function showStatus(stack, { root, node, env }) {
  const command = [join(root, "dist", "cli", "main.js"), "status", "--stack", stack];
  const { status, signal } = spawnSync(node, command, {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (!told.includes(status ?? -1))
    throw new SetupError(
      `The tokens' status can't be determined (${status ?? signal}): the lines above say why.`,
    );
}
