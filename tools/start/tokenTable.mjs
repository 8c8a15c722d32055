import { tokensOf } from "../stack/tokensOf.mjs";

/**
 * The tokens of a stack, one a line. Secrets are never in here: the export has them encrypted, and this
 * doesn't read them.
 *
 * @param {import("../stack/tokensOf.mjs").StackExport} exported @param {Date} now
 */
export function tokenTable(exported, now) {
  const rows = tokensOf(exported).map(({ urn, id = "", outputs = {} }) => [
    urn.split("::").at(-1) ?? "",
    id,
    time(outputs.expirationTime, now),
    outputs.rotationTime === undefined ? "never (autoRotate: false)" : time(outputs.rotationTime, now),
    "[secret]",
  ]);
  return render([["name", "participant", "expires", "is due for rotation", "token"], ...rows]);
}

/** @param {unknown} value @param {Date} now */
function time(value, now) {
  const seconds = Math.round((Date.parse(String(value)) - now.getTime()) / 1000);
  return `${value} (${seconds < 0 ? `${span(-seconds)} ago` : `in ${span(seconds)}`})`;
}

/** @param {number} seconds */
function span(seconds) {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** @param {string[][]} rows */
function render(rows) {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}
