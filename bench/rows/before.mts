import {
  type Contender,
  ended,
  inBytes,
  inMs,
  interleave,
  paired,
  type Row,
  spread,
} from "../support/measure.mts";
import { type Figures, Project, root, type Setting, versionIn } from "../support/project.mts";

const rounds = { 1: 12, 50: 8, 200: 6 };
/** What the machine's noise leaves between two runs of the same code, as a share of the median. */
const noise = 0.03;

/** This version beside an earlier one, pair by pair: `--before` names a built checkout of that. */
export async function before(setting: Setting): Promise<Row[]> {
  const checkout = setting.before;
  if (checkout === undefined) return [];
  const rows: Row[] = [];
  for (const [tokens, full] of Object.entries(rounds).map(([key, value]) => [Number(key), value] as const)) {
    const pair = await pairOf(setting, checkout, tokens);
    const runs = setting.quick ? 2 : full;
    rows.push(...(await upRows(pair, tokens, runs, checkout)));
    if (tokens === 200) rows.push(...(await unchangedRows(pair, tokens, runs, checkout)));
  }
  return [...rows, await importRow(setting, checkout)];
}

type Pair = readonly [now: Project, before: Project];

async function pairOf(setting: Setting, checkout: string, tokens: number): Promise<Pair> {
  return [
    await Project.create(setting, "participantTokens", tokens),
    await Project.create(setting, "participantTokens", tokens, { checkout }),
  ];
}

async function upRows(pair: Pair, tokens: number, runs: number, checkout: string): Promise<Row[]> {
  const [now = [], then = []] = await measured(pair, `up of ${tokens}, cold`, runs, (one) => one.coldUp());
  const question = `up of ${tokens} ${tokens === 1 ? "token" : "tokens"}, cold`;
  const bytes = [now, then].map((figures) => figures.map((run) => run.stateBytes));
  const more = paired(bytes[0] ?? [], bytes[1] ?? []);
  const state: Row = {
    question: `state of ${tokens} ${tokens === 1 ? "token" : "tokens"}`,
    against: against(checkout),
    runs,
    ours: spread(bytes[0] ?? []),
    theirs: spread(bytes[1] ?? []),
    unit: "bytes",
    result: inBytes(more),
    aim: "not larger, save a few bytes of base64",
    met: more.median <= tokens * 4,
  };
  return [timeRow(question, now, then, checkout), state];
}

async function unchangedRows(pair: Pair, tokens: number, runs: number, checkout: string): Promise<Row[]> {
  for (const project of pair) {
    await project.coldUp();
    await project.keep();
  }
  const rows: Row[] = [];
  for (const verb of ["up", "preview", "refresh"] as const) {
    const question = `${verb === "up" ? "up without a change" : verb} of ${tokens} tokens`;
    const [now = [], then = []] = await measured(pair, question, runs, (one) => one.run(verb));
    rows.push(timeRow(question, now, then, checkout));
  }
  return rows;
}

function measured(
  [now, then]: Pair,
  question: string,
  runs: number,
  measure: (project: Project) => Promise<Figures>,
): Promise<Figures[][]> {
  const contenders: Contender<Figures>[] = [
    { name: `${question}: now`, measure: () => measure(now) },
    { name: `${question}: before`, measure: () => measure(then) },
  ];
  return interleave(contenders, runs);
}

function timeRow(question: string, now: readonly Figures[], then: readonly Figures[], checkout: string): Row {
  const [ms, thenMs] = [now, then].map((runs) => runs.map((run) => run.ms));
  return { ...slower(ms ?? [], thenMs ?? []), question, against: against(checkout), unit: "s" };
}

async function importRow(setting: Setting, checkout: string): Promise<Row> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const contenders = [root, checkout].map((cwd) => ({
    name: `import of the package in ${cwd === root ? "this checkout" : "the earlier one"}`,
    measure: async () =>
      (await ended(process.execPath, ["-e", 'require("pulumi-ivs-realtime")'], { cwd, env })).ms,
  }));
  const [now = [], then = []] = await interleave(contenders, setting.quick ? 5 : 30);
  return { ...slower(now, then), question: "import of the package", against: against(checkout), unit: "ms" };
}

function slower(now: readonly number[], then: readonly number[]) {
  const [ours, theirs, more] = [spread(now), spread(then), paired(now, then)];
  return {
    runs: now.length,
    ours,
    theirs,
    result: inMs(more),
    aim: `not slower, within ${noise * 100} % of noise`,
    met: more.median <= theirs.median * noise,
  };
}

const against = (checkout: string) => `pulumi-ivs-realtime ${versionIn(checkout)}`;
