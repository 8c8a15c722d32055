import type { StackStatus } from "./stackStatus.js";

/** The formats that `status` prints. */
export const statusFormats = ["table", "json", "openmetrics"] as const;

/** The status in the requested format. A format's library is loaded only if it is used. */
export async function report(format: (typeof statusFormats)[number], status: StackStatus): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(status, undefined, 2)}\n`;
    case "openmetrics":
      return (await import("./openMetrics.js")).openMetricsReport(status);
    case "table":
      return (await import("./table.js")).tableReport(status);
  }
}
