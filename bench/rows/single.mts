import { join } from "node:path";
import { ended } from "../support/ended.mts";
import { environment } from "../support/environment.mts";
import { interleave } from "../support/interleave.mts";
import type { Row } from "../support/row.mts";
import { root, type Setting, work } from "../support/setting.mts";
import { spread } from "../support/spread.mts";

const calls = 300;
const quota = 50;
const share = 0.95;

/** How much of the service's quota the pace uses where there is more to do than it allows. */
export async function pace(setting: Setting): Promise<Row[]> {
  const runs = setting.quick ? 1 : 5;
  const [rates = []] = await interleave(
    [{ name: `the pace of ${calls} calls`, measure: () => rate(setting) }],
    runs,
  );
  const reached = spread(rates);
  return [
    {
      question: `calls a second of ${calls} at once`,
      against: "the service's quota",
      runs,
      ours: reached,
      theirs: spread([quota]),
      unit: "a second",
      result: `${((reached.median / quota) * 100).toFixed(1)} % of it`,
      aim: `at least ${share * 100} %, and no more`,
      met: reached.median >= quota * share && reached.max <= quota,
    },
  ];
}

async function rate({ service }: Setting): Promise<number> {
  const before = service.times().length;
  const program = join(root, "bench", "support", "startMints.mts");
  const env = environment(service.url, work, calls);
  await ended(process.execPath, [program, service.url, String(calls)], { cwd: root, env });
  const times = service.times().slice(before);
  return ((times.length - 1) / ((times.at(-1) ?? 0) - (times[0] ?? 0))) * 1000;
}
