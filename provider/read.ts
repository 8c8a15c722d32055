import { targetOf, tokenName } from "./token/state.js";
import type { Surroundings } from "./verbs/host.js";
import type { AskStage } from "./verbs/read.js";

/**
 * Whether a token is still worth its place in the state: no API reads a token back, so only its stage can be
 * asked for, and only a stage that the service says is gone drops the token. Expiry never does: that would turn
 * the rotation into a creation and break what depends on the token.
 *
 * @returns the outputs as they are, or `undefined` where the token is gone with its stage.
 */
export async function read(
  props: Record<string, unknown>,
  askStage: AskStage,
  say: Surroundings["say"],
): Promise<Record<string, unknown> | undefined> {
  const target = targetOf(props);
  if (!target) return props;
  const { alive } = await askStage(target);
  if (alive) return props;
  say(
    `${tokenName(props, props.participantId)} is dropped from the state: its stage ${target.stageArn} no longer ` +
      "exists, so nothing can be joined with it; the next pulumi up mints a new one.",
  );
  return undefined;
}
