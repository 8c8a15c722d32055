import { shown } from "../../values/redaction.js";
import type { Kind } from "../kind.js";

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): Kind<number> {
  const allowed = `a whole number from ${least} to ${most}`;
  return {
    allowed,
    read(value) {
      const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
      if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most)
        return { value: number };
      return { problem: `is ${shown(value)}: write ${allowed}` };
    },
  };
}
