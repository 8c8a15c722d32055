import type { StatusFlags } from "../status.js";
import type { StackStatus } from "./stackStatus.js";

/** The status in the requested format. A format's library is loaded only if it is used. */
export async function report(format: StatusFlags["format"], status: StackStatus): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(status, undefined, 2)}\n`;
    case "openmetrics":
      return (await import("./openMetrics.js")).openMetricsReport(status);
    case "table":
      return (await import("./table.js")).tableReport(status);
  }
}
