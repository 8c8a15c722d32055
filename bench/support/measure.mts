import { inUnit } from "./format.mts";
import type { MissingRow, Row } from "./row.mts";

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
