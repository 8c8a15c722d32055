import type { StatusFlags } from "../status.js";
import type { StackStatus } from "./stackStatus.js";

/** The status in the format that was asked for. Each loads its library only when it is the one. */
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
