import type { StackStatus } from "./stackStatus.js";

/** The formats that `status` prints. */
export const statusFormats = ["table", "json", "openmetrics"] as const;

/** The status in the requested format. A format's library is loaded only if it is used. */
export async function report(format: (typeof statusFormats)[number], status: StackStatus): Promise<string> {
  switch (format) {
    case "json":
      return `${escaped(JSON.stringify(status, undefined, 2))}\n`;
    case "openmetrics":
      return (await import("./openMetrics.js")).openMetricsReport(status);
    case "table":
      return (await import("./table.js")).tableReport(status);
  }
}

// JSON.stringify escapes the others, but for the line breaks of its own.
const unescaped = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON in which no character can rewrite the terminal that shows it: the same values for whoever parses it. */
function escaped(json: string): string {
  return json.replace(unescaped, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
