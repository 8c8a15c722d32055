import { join } from "node:path";
import type { Row } from "../support/measure.mts";
import { ended, inBytes, inMs, interleave, paired, spread } from "../support/measure.mts";
import { environment, Project, root, type Setting, work } from "../support/project.mts";

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

const most = 700;
/** Two stacks of different size, so that what a stack has once falls out. */
const [few, many] = [1, 51];

/** Bytes of state that each token takes. */
export async function stateBytes(setting: Setting): Promise<Row[]> {
  const ours = await bytesEach(setting, "participantTokens");
  const floor = await bytesEach(setting, "noOp");
  const bare = await bytesEach(setting, "bareNoOp");
  return [
    {
      question: "state of each token",
      against: "a no-op dynamic resource with a secret of the token's length",
      runs: 1,
      ours: spread([ours]),
      theirs: spread([floor]),
      unit: "bytes",
      result: inBytes(spread([ours - floor])),
      aim: `at most ${most} bytes more`,
      met: ours - floor <= most,
      note: `a bare no-op takes ${bare.toFixed(0)} bytes, which ours is ${(ours - bare).toFixed(0)} above`,
    },
  ];
}

async function bytesEach(setting: Setting, program: "participantTokens" | "noOp" | "bareNoOp") {
  const bytes = async (tokens: number) => {
    const project = await Project.create(setting, program, tokens);
    return (await project.coldUp()).stateBytes;
  };
  return ((await bytes(many)) - (await bytes(few))) / (many - few);
}

const calls = 300;
const quota = 50;
const share = 0.95;

/** How much of the service's quota the pace uses where there is more to do than it allows. */
export async function pace(setting: Setting): Promise<Row[]> {
  const runs = setting.quick ? 1 : 5;
  const [figures = []] = await interleave(
    [{ name: `the pace of ${calls} calls`, measure: () => rate(setting) }],
    runs,
  );
  const reached = spread(figures.map(({ aSecond }) => aSecond));
  const most = Math.max(...figures.map(({ most }) => most));
  const latency = spread(figures.map(({ latency }) => latency));
  const possible = spread(figures.map((figure) => quota / (1 + figure.latency / 1000)));
  return [
    {
      question: `calls a second of ${calls} at once, over the whole run`,
      against: "50 slots, each used again a second after its answer",
      runs,
      ours: reached,
      theirs: possible,
      unit: "a second",
      result: `${((reached.median / possible.median) * 100).toFixed(1)} % of it; at most ${most} in any one second`,
      aim: `at least ${share * 100} %, and at most ${quota} in any one second`,
      met: reached.median >= possible.median * share && most <= quota,
      note: `answers took ${inMs(latency)} on average`,
    },
  ];
}

async function rate({ service }: Setting): Promise<{ aSecond: number; most: number; latency: number }> {
  const before = service.times().length;
  const program = join(root, "bench", "support", "startMints.mts");
  const env = environment(service.url, work, calls);
  const { printed } = await ended(process.execPath, [program, service.url, String(calls)], {
    cwd: root,
    env,
  });
  const times = service.times().slice(before);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  // The last slots are used at the very end: their second lies outside of the run.
  return { aSecond: calls / (seconds + 1), most: mostInASecond(times), latency: Number(printed) };
}

function mostInASecond(times: readonly number[]): number {
  return Math.max(
    ...times.map((from, first) => times.slice(first).filter((time) => time < from + 1000).length),
  );
}
