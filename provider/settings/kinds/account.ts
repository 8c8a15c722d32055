import type { Kind } from "../kind.js";

/** An AWS account. `pulumi config set --path` makes a number of its digits. */
export const account: Kind<string> = {
  allowed: "an account of 12 digits",
  read(value) {
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text === "string" && /^\d{12}$/.test(text)) return { value: text };
    return { problem: "isn't an account of 12 digits" };
  },
};
