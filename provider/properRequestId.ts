import { mask } from "./mask.js";

/** A request ID as AWS writes them, or nothing: it comes out of a header, as anything may, and is kept in plain. */
export function properRequestId(value: unknown, secrets: readonly string[]): string | undefined {
  if (typeof value !== "string" || !/^[A-Za-z0-9-]{1,64}$/.test(value)) return undefined;
  return mask(value, secrets) === value ? value : undefined;
}
