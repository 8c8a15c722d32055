import { styleText } from "node:util";
import Table from "cli-table3";
import { printable } from "../../provider/values/redaction.js";
import type { StackStatus } from "./stackStatus.js";
import type { TokenStatus } from "./tokenStatus.js";
import { statusWords } from "./words.js";

const head = ["NAME", "USER", "STAGE", "CAPABILITIES", "MINTED", "EXPIRES", "ROTATES", "STATE"];
const colours = {
  fresh: "green",
  due: "yellow",
  expired: "red",
  manual: "cyan",
  unknown: "magenta",
} as const;
const noLines = Object.fromEntries(
  ["top", "bottom", "mid", "left", "right"].flatMap((line) =>
    ["", "-mid", "-left", "-right"].map((part) => [`${line}${part}`, ""]),
  ),
);

/** The status as a table, with the reasons below it; in colour if standard output supports it. */
export function tableReport(status: StackStatus): string {
  const { project, stack, lastUpdate, tokens } = status;
  if (stack === undefined) return "The stack is empty: pulumi up hasn't run, or destroy has.\n";
  const of = printable(`Stack ${stack} of project ${project}`);
  const written = lastUpdate === undefined ? "" : `, last updated ${lastUpdate}`;
  if (tokens.length === 0) return `${of}${written}: no tokens\n`;
  const reasons = tokens.flatMap(reasonLines);
  const parts = [`${of}${written}`, "", table(tokens), ...(reasons.length > 0 ? ["", ...reasons] : [])];
  return `${parts.join("\n")}\n`;
}

function table(tokens: readonly TokenStatus[]): string {
  const rows = new Table({
    head,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    chars: { ...noLines, middle: "  " },
  });
  for (const token of tokens) {
    const { state, ...words } = statusWords(token);
    // Respects the terminal, NO_COLOR and FORCE_COLOR.
    rows.push([...Object.values(words), styleText(colours[state], state, { stream: process.stdout })]);
  }
  return rows.toString().replace(/ +$/gm, "");
}

function reasonLines({ name, reason, notes = [] }: TokenStatus): string[] {
  const all = reason === undefined ? notes : [reason, ...notes];
  return all.map((sentence) => printable(`${name}: ${sentence}.`));
}
