import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { SetupError } from "../shared/script.mjs";

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
    throw new SetupError(`The tokens' status can't be told (${status ?? signal}): the lines above say why.`);
}
