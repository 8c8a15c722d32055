import { shown } from "../../values/redaction.js";
import type { Kind } from "../kind.js";

/** A switch. */
export const onOff: Kind<boolean> = {
  allowed: "true or false",
  read(value) {
    const word = typeof value === "string" ? value.toLowerCase() : value;
    if (word === true || word === "true") return { value: true };
    if (word === false || word === "false") return { value: false };
    return { problem: `is ${shown(value)}: write true or false` };
  },
};
