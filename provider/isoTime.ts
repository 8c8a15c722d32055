const isoPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** An instant as this package stores it: ISO 8601, UTC, whole seconds (rounded down). */
export function formatIsoTime(time: Date): string {
  return new Date(Math.floor(time.getTime() / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

/** Reads an ISO 8601 instant, rounded down to whole seconds; `undefined` for whatever isn't one. */
export function parseIsoTime(value: unknown): Date | undefined {
  if (typeof value !== "string" || !isoPattern.test(value)) return undefined;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? undefined : new Date(Math.floor(milliseconds / 1000) * 1000);
}
