import { setTimeout as sleep } from "node:timers/promises";
import { readStack, tokensOf } from "../stack/pulumiState.mjs";
import { heading, showPulumi } from "./show.mjs";

/** Longer than this nobody waits for a rotation. */
const patienceMs = 120_000;
/** A token that comes due while step 2 runs would be no case of "nothing changes". */
const tooCloseMs = 30_000;

/**
 * The main job, step by step: mint, leave alone, rotate.
 *
 * @param {string} stack @param {NodeJS.ProcessEnv} env
 */
export async function mainJob(stack, env) {
  const before = readStack(stack, env);
  if (before.deployment.pending_operations?.length) await forgetPending(stack, env);
  await letPassIfClose(before);
  heading(
    before.deployment.resources?.length
      ? "1. pulumi up: an earlier run left this stack; its token is replaced if that is due"
      : "1. pulumi up: mints the token and writes the file that holds it",
  );
  await up(stack, env);
  heading("2. pulumi up again: nothing is due, so nothing changes");
  await leaveAlone(stack, env);
  await rotate(stack, env);
}

/** @param {string} stack @param {NodeJS.ProcessEnv} env */
async function leaveAlone(stack, env) {
  const due = nextRotation(readStack(stack, env));
  try {
    await up(stack, env, "--expect-no-changes");
  } catch (error) {
    if (due === undefined || due.getTime() > Date.now()) throw error;
    console.log(
      `  This machine was slower than the token's window: it was due at ${due.toLocaleTimeString()}, before this was done.`,
    );
  }
}

/** @param {string} stack @param {NodeJS.ProcessEnv} env */
async function rotate(stack, env) {
  const due = nextRotation(readStack(stack, env));
  if (due === undefined) {
    heading("3. Nothing is replaced by itself here: autoRotate is false");
    return;
  }
  if (due.getTime() > Date.now() + patienceMs) {
    heading(
      `3. The token is replaced by the first pulumi up after ${due.toLocaleString()}: run it again then`,
    );
    return;
  }
  heading(`3. The token comes near its expiration: waiting until ${due.toLocaleTimeString()}`);
  await waitUntil(due);
  heading("4. pulumi preview: what is due and why, without minting anything");
  await showPulumi(["preview", "--stack", stack], env);
  heading("5. pulumi up: first the new token, then the file that depends on it, and the old token goes last");
  await up(stack, env);
}

/** @param {string} stack @param {NodeJS.ProcessEnv} env @param {string[]} flags */
function up(stack, env, ...flags) {
  return showPulumi(["up", "--stack", stack, "--yes", "--skip-preview", ...flags], env);
}

/** @param {import("../stack/pulumiState.mjs").StackExport} before */
async function letPassIfClose(before) {
  const due = nextRotation(before);
  const left = Number(due) - Date.now();
  if (due === undefined || !(left > 0 && left < tooCloseMs)) return;
  heading(`The token of an earlier run is due in a moment: waiting until ${due.toLocaleTimeString()}`);
  await waitUntil(due);
}

/** When the first of a stack's tokens is due, if one ever is. @param {import("../stack/pulumiState.mjs").StackExport} exported */
function nextRotation(exported) {
  const times = tokensOf(exported).map(({ outputs }) => Date.parse(String(outputs?.rotationTime)));
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length === 0 ? undefined : new Date(Math.min(...known));
}

/** A killed run may have minted what it could not write down: such a token ends by itself. @param {string} stack @param {NodeJS.ProcessEnv} env */
async function forgetPending(stack, env) {
  heading("An earlier run was killed at work: its unfinished steps are forgotten");
  await showPulumi(["refresh", "--stack", stack, "--yes", "--skip-preview", "--clear-pending-creates"], env);
}

/** Waits, and says how long it still takes. @param {Date} time */
async function waitUntil(time) {
  for (let left = time.getTime() - Date.now(); left > 0; left = time.getTime() - Date.now()) {
    console.log(`  … ${Math.ceil(left / 1000)} s`);
    await sleep(Math.min(left, 5000));
  }
}
