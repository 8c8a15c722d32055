import { ended } from "../support/ended.mts";
import { inMs } from "../support/format.mts";
import { interleave } from "../support/interleave.mts";
import type { Row } from "../support/row.mts";
import { root, type Setting } from "../support/setting.mts";
import { paired, spread } from "../support/spread.mts";

const mostMs = 15;

/** What it takes to load the package, by a process that does nothing else. */
export async function imports(setting: Setting): Promise<Row[]> {
  const rounds = setting.quick ? 5 : 30;
  const contenders = ["pulumi-ivs-realtime", "@pulumi/pulumi"].map((name) => ({
    name: `import of ${name}`,
    measure: async () => (await ended(process.execPath, ["-e", `require("${name}")`], here)).ms,
  }));
  const [ours = [], theirs = []] = await interleave(contenders, rounds);
  const more = paired(ours, theirs);
  return [
    {
      question: "import of the package",
      against: "@pulumi/pulumi alone",
      runs: rounds,
      ours: spread(ours),
      theirs: spread(theirs),
      unit: "ms",
      result: inMs(more),
      aim: `at most ${mostMs} ms more`,
      met: more.median <= mostMs,
    },
  ];
}

const { NODE_OPTIONS: _, ...env } = process.env;
const here = { cwd: root, env };
