import { unquoted } from "../unquoted.js";

/** A wrong value as errors show it: numbers and short words as they are, and what may be a secret by its length. */
export function shown(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  if (typeof value !== "string") return Array.isArray(value) ? "a list" : "an object";
  return /^-?[\d.]{0,9}[a-z]{0,12}$/i.test(value) ? `"${value}"` : unquoted(value);
}
