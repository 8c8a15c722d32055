import { inTimes } from "../support/format.mts";
import { interleave } from "../support/interleave.mts";
import { Project } from "../support/project.mts";
import type { MissingRow, Row } from "../support/row.mts";
import type { Setting } from "../support/setting.mts";
import { spread } from "../support/spread.mts";

const tokens = 50;
const times = 6;
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
  const rounds = setting.quick ? 1 : 3;
  const contenders = [
    { name: `${tokens} tokens: ours`, measure: async () => (await ours.coldUp()).ms },
    { name: `${tokens} tokens: the AWS CLI`, measure: async () => (await theirs.coldUp()).ms },
  ];
  const [mine = [], others = []] = await interleave(contenders, rounds);
  const faster = spread(others.map((ms, round) => ms / (mine[round] ?? Number.NaN)));
  return [
    {
      ...asked,
      runs: rounds,
      ours: spread(mine),
      theirs: spread(others),
      unit: "s",
      result: `${inTimes(faster)} faster`,
      aim: `at least ${times} times faster`,
      met: faster.median >= times,
    },
  ];
}
