import type { Kind } from "../kind.js";

/** Part of AWS credentials. */
export const key: Kind<string> = {
  allowed: "a key as AWS gave it out",
  read(value) {
    if (typeof value !== "string") return { problem: "is no text: write the key as AWS gave it out" };
    if (/^[!-~]+$/.test(value)) return { value };
    return { problem: "has white space or other characters that no key has" };
  },
};
