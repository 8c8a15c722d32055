import { once } from "node:events";
import { text } from "node:stream/consumers";
import { children } from "../../tools/shared/processes.mjs";

/** Something to measure: one round of it, and the figures of that round. */
export interface Contender<Figures> {
  readonly name: string;
  measure(): Promise<Figures>;
}

/**
 * Measures all contenders in turn, A B A B …, so that what else goes on on the machine meets each of them. One round
 * goes before that isn't counted.
 *
 * @returns the figures of each contender, round by round, in the order of the contenders.
 */
export async function interleave<Figures>(
  contenders: readonly Contender<Figures>[],
  rounds: number,
): Promise<Figures[][]> {
  const all: Figures[][] = contenders.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const figures = await contender.measure();
      process.stderr.write(`  ${round === 0 ? "warm-up" : `${round}/${rounds}`} ${contender.name}\n`);
      if (round > 0) all[index]?.push(figures);
    }
  }
  return all;
}

/** Several figures of one kind. */
interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spread(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const half = sorted.length / 2;
  return {
    min: at(0),
    median: (at(Math.ceil(half) - 1) + at(Math.floor(half))) / 2,
    max: at(sorted.length - 1),
  };
}

/** What is left of each figure after that of the same round is taken off: the machine's own drift falls out. */
export function paired(ours: readonly number[], theirs: readonly number[]): Spread {
  return spread(ours.map((figure, round) => figure - (theirs[round] ?? Number.NaN)));
}

/** How long a process took from its start to its end, in milliseconds, and what it printed. It has to succeed. */
export async function ended(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ ms: number; printed: string }> {
  const start = performance.now();
  const child = children.start(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const printed = [child.stdout, child.stderr].map((stream) => (stream === null ? "" : text(stream)));
  const [status] = await once(child, "close");
  const ms = performance.now() - start;
  const all = (await Promise.all(printed)).join("\n");
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${all}`);
  return { ms, printed: all };
}

export const inSeconds = (figures: Spread) => `${each(figures, (ms) => (ms / 1000).toFixed(2))} s`;
export const inMs = (figures: Spread) => `${each(figures, (ms) => ms.toFixed(0))} ms`;
export const inBytes = (figures: Spread) => `${each(figures, (bytes) => bytes.toFixed(0))} bytes`;
export const inTimes = (figures: Spread) => `${each(figures, (ratio) => ratio.toFixed(1))} times`;

const aSecond = (figures: Spread) => each(figures, (rate) => rate.toFixed(1));

/** Minimum, median and maximum in the unit of the row. */
function inUnit(unit: Row["unit"], figures: Spread): string {
  return { s: inSeconds, ms: inMs, bytes: inBytes, "a second": aSecond }[unit](figures);
}

/** One figure where there is but one. */
function each({ min, median, max }: Spread, write: (figure: number) => string): string {
  return min === max ? write(min) : [min, median, max].map(write).join(" / ");
}

/** A line of the table. */
export interface Row {
  readonly question: string;
  readonly against: string;
  /** How many rounds. */
  readonly runs: number;
  readonly ours: Spread;
  readonly theirs: Spread;
  readonly unit: "s" | "ms" | "bytes" | "a second";
  /** What the aim is about, in words: a difference or a ratio. */
  readonly result: string;
  readonly aim: string;
  readonly met: boolean;
  /** What is printed below the table about this row. */
  readonly note?: string;
  /** Why the aim isn't met, where it isn't. */
  readonly cause?: string;
}

/** A question that this machine can't answer, and why. */
export interface MissingRow {
  readonly question: string;
  readonly against: string;
  readonly missing: string;
}

const head = [
  "question",
  "ours",
  "against",
  "theirs",
  "runs",
  "difference or ratio, pair by pair",
  "aim",
  "",
];

/** The table in Markdown, each cell as min / median / max, with notes below it. */
export function table(rows: readonly (Row | MissingRow)[]): string {
  const notes: string[] = [];
  const lines = [head, head.map(() => "---"), ...rows.map((row) => cells(row, notes))];
  const text = lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
  return [text, ...notes.map((note, index) => `${index + 1}. ${note}`)]
    .join("\n")
    .replace("|\n1. ", "|\n\n1. ");
}

function cells(row: Row | MissingRow, notes: string[]): string[] {
  if ("missing" in row)
    return [row.question, "", row.against, "", "0", "", "", `not measured: ${row.missing}`];
  const said = [row.note, row.met ? undefined : row.cause].filter((text) => text !== undefined);
  if (said.length > 0) notes.push(`${row.question}: ${said.join(". ")}.`);
  const mark = said.length === 0 ? "" : ` (${notes.length})`;
  return [
    `${row.question}${mark}`,
    inUnit(row.unit, row.ours),
    row.against,
    inUnit(row.unit, row.theirs),
    String(row.runs),
    row.result,
    row.aim,
    row.met ? "met" : "**not met**",
  ];
}
