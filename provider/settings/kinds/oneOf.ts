import { shown } from "../../values/redaction.js";
import type { Kind } from "../kind.js";

/** One of some words. */
export function oneOf<Word extends string>(
  words: readonly Word[],
  others: Readonly<Record<string, Word>> = {},
): Kind<Word> {
  const allowed = words.join(" or ");
  return {
    allowed,
    read(value) {
      const given = typeof value === "string" ? value.toLowerCase() : "";
      const word = others[given] ?? words.find((one) => one === given);
      return word === undefined ? { problem: `is ${shown(value)}: write ${allowed}` } : { value: word };
    },
  };
}
