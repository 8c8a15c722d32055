import { explain } from "../failures/explain.js";
import { outputNames, type StoredState, type Target, targetOf, tokenName } from "../token/state.js";
import type { Host } from "./host.js";
import { lastConfigHint, withFallbackCredentials } from "./storedCredentials.js";

/**
 * Decides whether a token is kept in the state. No API reads a token back, so only its stage can be asked for, and only
 * a stage that the service says is gone drops the token. Expiry never does: that would turn the rotation into a
 * creation and break what depends on the token.
 *
 * @returns whether it is kept.
 * @throws Error where there was never a token.
 */
export async function read(host: Host, state: StoredState): Promise<boolean> {
  if (outputNames.every((name) => state[name] === undefined)) {
    // What a transformation gave the option id: it has the inputs alone.
    throw new Error(
      `${tokenName(state, undefined, host.resourceName)} can't be read by an ID: ${noOldToken}`,
    );
  }
  const target = targetOf(state);
  if (!target || (await stageExists(host, target, state))) return true;
  host.log(
    "warning",
    `${tokenName(state, state.participantId, host.resourceName)} is dropped from the state: its stage ${target.stageArn} ` +
      "no longer exists, so nothing can be joined with it; the next pulumi up mints a new one.",
  );
  return false;
}

const noOldToken =
  "AWS keeps no token that could be read back. Remove the option id, which a transformation may set, and pulumi up " +
  "mints a token; pulumi state delete takes one without a token out of the state";

/** Whether a stage still exists, as far as can be known. Asked once a run for all its tokens with the same settings. */
function stageExists(host: Host, target: Target, state: StoredState): Promise<boolean> {
  return host.memoize(`stage: ${JSON.stringify(target)}`, () => askForStage(host, target, state));
}

async function askForStage(host: Host, target: Target, state: StoredState): Promise<boolean> {
  const { stageArn } = target;
  const subject = `Tokens of ${stageArn}`;
  const outcome = await withFallbackCredentials(host, target, subject, (client) =>
    client.getStage(stageArn, state),
  );
  if (outcome.kind === "done") return true;
  const isGone = outcome.kind === "notFound";
  if (isGone && outcome.by === "own") return false;
  // Credentials of another account find no stage of this one: that doesn't say whether it exists.
  const reason = `${isGone ? "with those " : ""}${explain(outcome.error, stageArn)}`;
  host.log(
    "warning",
    `${subject} are kept as they are: whether the stage still exists could not be asked, since ${reason}. ${lastConfigHint}`,
  );
  return true;
}
