import type { MissingRow, Row } from "../support/measure.mts";
import { inBytes, inMs, inTimes, interleave, paired, spread } from "../support/measure.mts";
import type { Setting } from "../support/project.mts";
import { type Figures, Project, withoutPace } from "../support/project.mts";

const tokens = 50;

/** Against a dynamic resource that calls the AWS SDK in `create`: time and state. */
export async function byHand(setting: Setting): Promise<Row[]> {
  const ours = await Project.create(setting, "participantTokens", tokens);
  const theirs = await Project.create(setting, "sdkByHand", tokens);
  const paceless = await Project.create(setting, "participantTokens", tokens, { preload: withoutPace });
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

const aim = 6;
const asked = {
  question: `up of ${tokens} tokens, cold`,
  against: "a dynamic resource that runs the AWS CLI for each",
};

/** Against a dynamic resource that runs the AWS CLI once a token. */
export async function awsCli(setting: Setting): Promise<(Row | MissingRow)[]> {
  if (process.env.CONFORMANCE_PYTHON === undefined)
    return [{ ...asked, missing: `no AWS CLI: ${process.env.BENCH_NO_PYTHON ?? "run npm run bench"}` }];
  const ours = await Project.create(setting, "participantTokens", tokens);
  const theirs = await Project.create(setting, "awsCli", tokens);
  const paceless = await Project.create(setting, "participantTokens", tokens, { preload: withoutPace });
  const rounds = setting.quick ? 1 : 3;
  const contenders = [
    { name: `${tokens} tokens: ours`, measure: async () => (await ours.coldUp()).ms },
    { name: `${tokens} tokens: the AWS CLI`, measure: async () => (await theirs.coldUp()).ms },
    { name: `${tokens} tokens: ours without pace`, measure: async () => (await paceless.coldUp()).ms },
  ];
  const [mine = [], others = [], unpaced = []] = await interleave(contenders, rounds);
  const times = (figures: readonly number[]) =>
    spread(others.map((ms, round) => ms / (figures[round] ?? Number.NaN)));
  const faster = times(mine);
  return [
    {
      ...asked,
      runs: rounds,
      ours: spread(mine),
      theirs: spread(others),
      unit: "s",
      result: `${inTimes(faster)} faster`,
      aim: `at least ${aim} times faster`,
      met: faster.median >= aim,
      cause: "Cause: the pace of 50 calls a second, which the AWS CLI never reaches",
      note: `with the pace taken out ours is ${inTimes(times(unpaced))} faster`,
    },
  ];
}
