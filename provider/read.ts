import { IvsError } from "./errors.js";
import { explain } from "./explain.js";
import type { Surroundings } from "./surroundings.js";
import { tokenName } from "./tokenName.js";

/** What a stage's token can learn from it: nothing else about a token can be asked. */
type StageAnswer = { alive: boolean };

/** Asks for each stage once, whoever asks and however often, and prints what there is to say once. */
export type AskStage = (stageArn: string, surroundings: Surroundings) => Promise<StageAnswer>;

/** An {@link AskStage} that remembers its answers. */
export function rememberStages(): AskStage {
  const answers = new Map<string, Promise<StageAnswer>>();
  return (stageArn, surroundings) => {
    const answer = answers.get(stageArn) ?? askStage(stageArn, surroundings);
    answers.set(stageArn, answer);
    return answer;
  };
}

async function askStage(stageArn: string, { connect, say }: Surroundings): Promise<StageAnswer> {
  try {
    await (await connect(stageArn)).getStage(stageArn);
    return { alive: true };
  } catch (error) {
    if (error instanceof IvsError && error.kind === "notFound") return { alive: false };
    say(
      `Tokens of ${stageArn} are kept as they are: whether the stage still exists could not be asked, since ${explain(error, stageArn)}`,
    );
    return { alive: true };
  }
}

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
  surroundings: Surroundings,
): Promise<Record<string, unknown> | undefined> {
  if (typeof props.stageArn !== "string") return props;
  const { alive } = await askStage(props.stageArn, surroundings);
  if (alive) return props;
  surroundings.say(
    `${tokenName(props, props.participantId)} is dropped from the state: its stage ${props.stageArn} no longer ` +
      "exists, so nothing can be joined with it; the next pulumi up mints a new one.",
  );
  return undefined;
}
