import { mask } from "./values/redaction.js";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A request ID as AWS writes them, or nothing: it comes out of a header, as anything may, and is kept in plain. */
export function properRequestId(value: unknown, secrets: readonly string[]): string | undefined {
  if (typeof value !== "string" || !/^[A-Za-z0-9-]{1,64}$/.test(value)) return undefined;
  // AWS's are UUIDs: a short value that happens to stand in one gives nothing away.
  if (uuid.test(value)) return secrets.includes(value) ? undefined : value;
  return mask(value, secrets) === value ? value : undefined;
}
