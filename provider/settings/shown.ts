import { unquoted } from "../unquoted.js";

/** A wrong value as errors show it: short words and numbers as they are, and anything that may be a secret by its length. */
export function shown(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  if (typeof value !== "string") return Array.isArray(value) ? "a list" : "an object";
  return /^[\w.+-]{1,16}$/.test(value) ? `"${value}"` : unquoted(value);
}
