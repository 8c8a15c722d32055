import type { Reading } from "../kind.js";

/** Lists and objects stand in stack config as JSON; other text is what it is. */
export function fromJson(value: unknown, allowed: string): Reading<unknown> {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return { value };
  try {
    return { value: JSON.parse(value) };
  } catch {
    return { problem: `is no valid JSON: write ${allowed}` };
  }
}
