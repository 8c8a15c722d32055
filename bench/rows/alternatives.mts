import { inBytes, inMs } from "../support/format.mts";
import { interleave } from "../support/interleave.mts";
import { type Figures, Project } from "../support/project.mts";
import type { Row } from "../support/row.mts";
import type { Setting } from "../support/setting.mts";
import { paired, spread } from "../support/spread.mts";
import { withoutPace } from "../support/withoutPace.mts";

const tokens = 50;

/** Against a dynamic resource that calls the AWS SDK in `create`: time and state. */
export async function byHand(setting: Setting): Promise<Row[]> {
  const ours = await Project.create(setting, "participantTokens", tokens);
  const theirs = await Project.create(setting, "sdkByHand", tokens);
  const paceless = await Project.create(setting, "participantTokens", tokens, withoutPace);
  const rounds = setting.quick ? 2 : 8;
  const [mine = [], others = [], unpaced = []] = await interleave(
    [
      { name: `${tokens} tokens: ours`, measure: () => ours.coldUp() },
      { name: `${tokens} tokens: the SDK by hand`, measure: () => theirs.coldUp() },
      { name: `${tokens} tokens: ours without pace`, measure: () => paceless.coldUp() },
    ],
    rounds,
  );
  const common = { against: "a dynamic resource that calls the AWS SDK", runs: rounds };
  const of = (figure: keyof Figures) => ({
    ours: spread(mine.map((run) => run[figure])),
    theirs: spread(others.map((run) => run[figure])),
    more: paired(
      mine.map((run) => run[figure]),
      others.map((run) => run[figure]),
    ),
  });
  const [{ more: slower, ...time }, { more: larger, ...state }] = [of("ms"), of("stateBytes")];
  return [
    {
      ...common,
      ...time,
      question: `up of ${tokens} tokens, cold`,
      unit: "s",
      result: inMs(slower),
      aim: "not slower",
      met: slower.median <= 0,
      cause: "Cause: the pace of 50 calls a second; by hand all go out at once",
      note: `with the pace taken out ours is ${inMs(
        paired(
          unpaced.map((run) => run.ms),
          others.map((run) => run.ms),
        ),
      )} slower`,
    },
    {
      ...common,
      ...state,
      question: `state of ${tokens} tokens`,
      unit: "bytes",
      result: inBytes(larger),
      aim: "smaller",
      met: larger.max < 0,
    },
  ];
}
