// `npm start`: from a fresh clone to a token that pulumi up rotates, against a local IVS Real-Time.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { setUp } from "./setup/setUp.mjs";
import { main, root, SetupError } from "./shared/script.mjs";
import { clearDeadLock } from "./stack/clearDeadLock.mjs";
import { warnOfEmulatorTokens } from "./stack/emulatorTokens.mjs";
import { playEnvironment, stackEnvironment } from "./stack/environment.mjs";
import { stackTarget } from "./stack/target.mjs";
import { emulatorForStack } from "./start/emulator.mjs";
import { takeTurn, writeLocalSettings } from "./start/localStack.mjs";
import { mainJob } from "./start/mainJob.mjs";
import { heading, howToGoOn, showStatus } from "./start/show.mjs";

main(async () => {
  takeTurn(join(root, ".state", "starts"));
  const { node, env: tools } = await setUp(root);
  const play = playEnvironment(root, tools);
  const target = stackTarget(undefined, play);
  const env = stackEnvironment(target, play);
  clearDeadLock(root, target.name, env);
  warnOfEmulatorTokens(target, env);
  if (target.isAws) await onAws(target, env, node);
  else await onEmulator(target, env, node);
  return 0;
});

/** @typedef {import("./stack/target.mjs").StackTarget} StackTarget */

/** @param {StackTarget} target @param {NodeJS.ProcessEnv} env @param {string} node */
async function onAws({ name, exists }, env, node) {
  if (!exists) throw new SetupError(`There is no stack ${name}: npm run pulumi -- stack init ${name}`);
  heading(`Stack ${name}, on AWS`);
  await mainJob(name, env);
  report(name, env, node, true);
}

/** @param {StackTarget} target @param {NodeJS.ProcessEnv} env @param {string} node */
async function onEmulator(target, env, node) {
  const emulator = await emulatorForStack(target, { root, node }, console.log);
  try {
    heading(`Stack ${target.name}, on a local IVS Real-Time at ${emulator.url}`);
    writeLocalSettings(target, emulator.url, env);
    await mainJob(target.name, env);
  } finally {
    await emulator.stop();
  }
  report(target.name, env, node, false);
}

/** @param {string} stack @param {NodeJS.ProcessEnv} env @param {string} node @param {boolean} isAws */
function report(stack, env, node, isAws) {
  heading("What exists now");
  showStatus(stack, { root, node, env });
  const file = join(root, ".state", `${stack}-encoder.env`);
  if (existsSync(file))
    console.log(`  ${file} (mode ${(statSync(file).mode & 0o777).toString(8)}) holds it.`);
  heading("How to go on");
  console.log(howToGoOn(isAws));
}
