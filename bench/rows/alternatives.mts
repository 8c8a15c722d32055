import type { MissingRow, Row } from "../support/measure.mts";
import { inBytes, inMs, inTimes, interleave, paired, spread } from "../support/measure.mts";
import type { Setting } from "../support/project.mts";
import { evenPace, type Figures, Project, withoutPace } from "../support/project.mts";

const tokens = 50;

/** Against a dynamic resource that calls the AWS SDK in `create`: time and state. */
export async function byHand(setting: Setting): Promise<Row[]> {
  const ours = await Project.create(setting, "participantTokens", tokens);
  const theirs = await Project.create(setting, "sdkByHand", tokens);
  const paceless = await Project.create(setting, "participantTokens", tokens, { preload: withoutPace });
  const even = await Project.create(setting, "participantTokens", tokens, { preload: evenPace });
  const rounds = setting.quick ? 2 : 8;
  const [mine = [], others = [], unpaced = [], evens = []] = await interleave(
    [
      { name: `${tokens} tokens: ours`, measure: () => ours.coldUp() },
      { name: `${tokens} tokens: the SDK by hand`, measure: () => theirs.coldUp() },
      { name: `${tokens} tokens: ours without pace`, measure: () => paceless.coldUp() },
      { name: `${tokens} tokens: ours with the even pace`, measure: () => even.coldUp() },
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
  const overOthers = (runs: readonly Figures[]) => inMs(paired(runs.map(msOf), others.map(msOf)));
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
      note: `with the pace taken out ours is ${overOthers(unpaced)} slower, with the even pace up to 0.4 ${overOthers(evens)}`,
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

const msOf = ({ ms }: Figures) => ms;

const aim = 6;
const product = 20;
const asked = {
  question: `up of ${tokens} tokens, cold`,
  against: "a dynamic resource that runs the AWS CLI for each",
};

/** Against a dynamic resource that runs the AWS CLI once a token: as a whole, and above the engine's floor. */
export async function awsCli(setting: Setting): Promise<(Row | MissingRow)[]> {
  if (process.env.CONFORMANCE_PYTHON === undefined)
    return [{ ...asked, missing: `no AWS CLI: ${process.env.BENCH_NO_PYTHON ?? "run npm run bench"}` }];
  const ours = await Project.create(setting, "participantTokens", tokens);
  const theirs = await Project.create(setting, "awsCli", tokens);
  const paceless = await Project.create(setting, "participantTokens", tokens, { preload: withoutPace });
  const floor = await Project.create(setting, "noOp", tokens);
  const rounds = setting.quick ? 1 : 3;
  const contenders = [
    { name: `${tokens} tokens: ours`, measure: async () => (await ours.coldUp()).ms },
    { name: `${tokens} tokens: the AWS CLI`, measure: async () => (await theirs.coldUp()).ms },
    { name: `${tokens} tokens: ours without pace`, measure: async () => (await paceless.coldUp()).ms },
    { name: `${tokens} tokens: the floor`, measure: async () => (await floor.coldUp()).ms },
  ];
  const [mine = [], others = [], unpaced = [], floors = []] = await interleave(contenders, rounds);
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
      cause: "Cause: the floor, which is in both: the engine's part of ours leaves less than that",
      note:
        `with the pace taken out ours is ${inTimes(times(unpaced))} faster; the floor caps it, which the machine decides: ` +
        `without the pace it was 6.6 on one and 5.5 on another; by the floor itself it is ${inTimes(times(floors))}`,
    },
    aboveFloor(mine, others, floors),
  ];
}

/** A product and no ratio: what takes as long as the floor, or less, has met it. */
function aboveFloor(mine: readonly number[], others: readonly number[], floors: readonly number[]): Row {
  const [ours, theirs] = [paired(mine, floors), paired(others, floors)];
  return {
    ...asked,
    question: `${asked.question}, above the floor`,
    runs: mine.length,
    ours,
    theirs,
    unit: "ms",
    result: `${product} × ours is ${(product * ours.median).toFixed(0)} ms`,
    aim: `${product} × ours at most theirs`,
    met: product * ours.median <= theirs.median,
  };
}
