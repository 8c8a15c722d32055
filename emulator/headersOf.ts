import type { IncomingMessage } from "node:http";

/** The headers by their names in lower case; of one that came several times, all values. */
export function headersOf({ headersDistinct }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(",")]),
  );
}
