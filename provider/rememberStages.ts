import { IvsError } from "./errors.js";
import { explain } from "./explain.js";
import type { Surroundings } from "./surroundings.js";

/** Tells whether a stage is still there, as far as can be known. */
export type AskStage = (stageArn: string) => Promise<{ alive: boolean }>;

/** Asks for each stage once, whoever asks and however often, and says once where it could not be asked. */
export function rememberStages(surroundings: Surroundings): AskStage {
  const answers = new Map<string, ReturnType<AskStage>>();
  return (stageArn) => {
    const answer = answers.get(stageArn) ?? askStage(stageArn, surroundings);
    answers.set(stageArn, answer);
    return answer;
  };
}

async function askStage(stageArn: string, { connect, say }: Surroundings): Promise<{ alive: boolean }> {
  try {
    await (await connect(stageArn)).getStage(stageArn);
    return { alive: true };
  } catch (error) {
    if (error instanceof IvsError && error.kind === "notFound") return { alive: false };
    say(
      `Tokens of ${stageArn} are kept as they are: whether the stage still exists could not be asked, ` +
        `since ${explain(error, stageArn)}`,
    );
    return { alive: true };
  }
}
