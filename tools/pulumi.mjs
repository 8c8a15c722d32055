// `npm run pulumi -- ARGS`: the CLI that npm start uses, on the same project and state.

import { setUp } from "./setup/setUp.mjs";
import { children } from "./shared/processes.mjs";
import { main, root, SetupError } from "./shared/script.mjs";
import { clearDeadLock } from "./stack/clearDeadLock.mjs";
import { warnOfEmulatorTokens } from "./stack/emulatorTokens.mjs";
import { playEnvironment, stackEnvironment } from "./stack/environment.mjs";
import { commandOf, stackTarget } from "./stack/target.mjs";
import { emulatorForStack, isFree } from "./start/emulator.mjs";

main(async (args) => {
  const { node, env: tools } = await setUp(root);
  const play = playEnvironment(root, tools);
  const command = commandOf(args);
  const target = stackTarget(command.stack, play);
  if (command.needsStack && !target.exists)
    throw new SetupError(
      `There is no stack ${target.name}. npm start makes the local one; see its closing lines.`,
    );
  const env = stackEnvironment(target, play, command.readsSecrets);
  if (command.needsStack) clearDeadLock(root, target.name, env);
  if (command.needsStack) warnOfEmulatorTokens(target, env);
  const emulator = command.callsApi ? await emulatorIfMissing(target, node) : undefined;
  try {
    return await run(args, env);
  } finally {
    await emulator?.stop();
  }
});

/** What the stack talks to may be running already. @param {import("./stack/target.mjs").StackTarget} target @param {string} node */
async function emulatorIfMissing(target, node) {
  if (target.ownPort === 0 || !(await isFree(target.ownPort))) return undefined;
  // At a terminal Pulumi draws over its own lines.
  return emulatorForStack(target, { root, node }, process.stdin.isTTY ? () => {} : console.error);
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
function run(args, env) {
  const child = process.stdin.isTTY
    ? children.startAtTerminal("pulumi", args, env)
    : children.start("pulumi", args, { env, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => resolve(status ?? 1));
  });
}
