import { explain } from "../failures/explain.js";
import { IvsError } from "../failures/ivsError.js";
import { type Target, targetOf, tokenName } from "../token/state.js";
import type { Surroundings } from "./host.js";
import { callForStored, lastConfig } from "./storedCredentials.js";

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

/** Tells whether a stage is still there, as far as can be known. */
type AskStage = (target: Target) => Promise<{ alive: boolean }>;

/** Asks for each stage once with the same settings, however many tokens it has, and says once where it could not be asked. */
export function rememberStages(surroundings: Surroundings): AskStage {
  const answers = new Map<string, ReturnType<AskStage>>();
  return (target) => {
    const key = JSON.stringify(target);
    const answer = answers.get(key) ?? askStage(target, surroundings);
    answers.set(key, answer);
    return answer;
  };
}

async function askStage(target: Target, surroundings: Surroundings): Promise<{ alive: boolean }> {
  const { stageArn } = target;
  const subject = `Tokens of ${stageArn}`;
  try {
    await callForStored(target, subject, surroundings, async (client, isItsOwn) => {
      await client.getStage(stageArn).catch((error) => {
        // Credentials of another account find no stage of this one: that says nothing of whether it is there.
        throw isItsOwn || !isNotFound(error) ? error : new Error(`with those ${explain(error, stageArn)}`);
      });
    });
    return { alive: true };
  } catch (error) {
    if (isNotFound(error)) return { alive: false };
    surroundings.say(
      `${subject} are kept as they are: whether the stage still exists could not be asked, ` +
        `since ${explain(error, stageArn)}. ${lastConfig}`,
    );
    return { alive: true };
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof IvsError && error.kind === "notFound";
}
