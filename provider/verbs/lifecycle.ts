import { checkStageArn } from "../token/inputChecks.js";
import { type CheckedInputs, nameInput } from "../token/inputs.js";
import { targetOf } from "../token/state.js";
import { hasUnknown } from "../values/pulumiValues.js";
import { type CheckResult, check } from "./check.js";
import { type CreateResult, create } from "./create.js";
import { deleteToken } from "./delete.js";
import { type DiffResult, diff } from "./diff.js";
import type { Surroundings } from "./host.js";
import { read, rememberStages } from "./read.js";
import { update } from "./update.js";

type Props = Record<string, unknown>;

/** The verbs of a participant token's life, whoever calls them. */
export interface Lifecycle {
  check(news: Props): CheckResult;
  /** Says what there is to say of a token once, however often it is asked. */
  diff(olds: Props, news: Props): Omit<DiffResult, "note">;
  create(inputs: CheckedInputs): Promise<CreateResult>;
  /** The outputs, or `undefined` where the token is gone with its stage. */
  read(props: Props): Promise<Props | undefined>;
  /** All outputs under changed knobs. */
  update(olds: Props, news: Props): Props;
  delete(id: string, props: Props): Promise<void>;
}

/** The lifecycle in the given surroundings. It asks for each stage and says each reason once: make a new one for each run. */
export function createLifecycle(surroundings: Surroundings): Lifecycle {
  const askStage = rememberStages(surroundings);
  const said = new Set<string>();
  return {
    check: (news) => withSettings(check(news), surroundings),
    diff(olds, news) {
      const { note, ...result } = diff(olds, news, surroundings.clock());
      // With --refresh the engine asks twice in one run: once in the refresh and once in the update.
      const subject = [note?.about, news[nameInput], olds.participantId].join();
      if (note && !said.has(subject)) surroundings.say(note.line);
      if (note) said.add(subject);
      return result;
    },
    create: (inputs) => create(inputs, surroundings),
    read: (props) => read(props, askStage, surroundings.say),
    update,
    delete(id, props) {
      const target = targetOf(props);
      // A run that only deletes asks nothing else.
      if (target) surroundings.warn(target);
      return deleteToken(id, props, surroundings);
    },
  };
}

/** Adds what is wrong with the settings for the inputs: to be told in the preview, before anything is minted. */
function withSettings({ inputs, failures }: CheckResult, { settingsProblems }: Surroundings): CheckResult {
  const target = targetOf(inputs);
  const isKnown = target && checkStageArn(target.stageArn) === undefined && !hasUnknown(inputs.aws);
  const problems = isKnown ? settingsProblems(target) : [];
  return { inputs, failures: [...failures, ...problems.map((reason) => ({ property: "", reason }))] };
}
