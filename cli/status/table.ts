import { styleText } from "node:util";
import stringWidth from "string-width";
import { printable } from "../../provider/values/redaction.js";
import type { StackStatus } from "./stackStatus.js";
import type { TokenStatus } from "./tokenStatus.js";
import { cut, longestCell, longestReason, pendingLines, statusWords } from "./words.js";

const head = ["NAME", "USER", "STAGE", "CAPABILITIES", "MINTED", "EXPIRES", "ROTATES", "STATE"];
const colours = {
  fresh: "green",
  due: "yellow",
  expired: "red",
  manual: "cyan",
  unknown: "magenta",
} as const;
/** The status as a table, with the reasons below it; in colour if standard output supports it. */
export function tableReport(status: StackStatus): string {
  const { project, stack, lastUpdate, tokens } = status;
  if (stack === undefined) return "The stack is empty: pulumi up hasn't run, or destroy has.\n";
  const of = printable(`Stack ${stack} of project ${project}`);
  const written = lastUpdate === undefined ? "" : `, last updated ${lastUpdate}`;
  const pending = pendingLines(status).map((line) => cut(line, longestReason));
  if (tokens.length === 0) return `${[`${of}${written}: no tokens`, ...pending].join("\n")}\n`;
  const reasons = [...tokens.flatMap(reasonLines), ...pending];
  const parts = [`${of}${written}`, "", table(tokens), ...(reasons.length > 0 ? ["", ...reasons] : [])];
  return `${parts.join("\n")}\n`;
}

function table(tokens: readonly TokenStatus[]): string {
  const rows = tokens.map((token) => {
    const { colour, ...words } = statusWords(token);
    return { cells: Object.values(words).map((word) => cut(word, longestCell)), colour };
  });
  const widths = head.map((title, column) =>
    rows.reduce((most, { cells }) => Math.max(most, stringWidth(cells[column] ?? "")), title.length),
  );
  return [line(head, widths), ...rows.map(({ cells, colour }) => line(cells, widths, colour))].join("\n");
}

/** Cells by the width that a terminal gives them, the last one in the colour of its state. */
function line(cells: readonly string[], widths: readonly number[], colour?: keyof typeof colours): string {
  const [state = "", ...others] = cells.toReversed();
  const padded = others
    .toReversed()
    .map((cell, column) => `${cell}${" ".repeat((widths[column] ?? 0) - stringWidth(cell))}  `);
  // Respects the terminal, NO_COLOR and FORCE_COLOR.
  return `${padded.join("")}${colour ? styleText(colours[colour], state, { stream: process.stdout }) : state}`;
}

function reasonLines({ name, reason, notes = [] }: TokenStatus): string[] {
  const all = reason === undefined ? notes : [reason, ...notes];
  return all.map(
    (sentence) => `${cut(printable(name), longestCell)}: ${cut(printable(sentence), longestReason)}.`,
  );
}
