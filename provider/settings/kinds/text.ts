import { shown } from "../../values/redaction.js";
import type { Kind } from "../kind.js";

/** Text of a form. What is wrong is never quoted: it may be a secret. */
export function text(allowed: string, pattern = /^\P{Cc}+$/u): Kind<string> {
  return {
    allowed,
    read(value) {
      if (typeof value !== "string") return { problem: `is ${shown(value)}: write ${allowed}` };
      return pattern.test(value) ? { value } : { problem: `isn't ${allowed}` };
    },
  };
}
