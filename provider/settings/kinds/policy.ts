import type { Kind } from "../kind.js";
import { fromJson } from "./fromJson.js";

/** An IAM policy, which stays the text that it is. */
export const policy: Kind<string> = {
  allowed: "an IAM policy in JSON",
  read(value) {
    const parsed = fromJson(value, "an IAM policy");
    if ("problem" in parsed) return parsed;
    if (typeof value === "string" && typeof parsed.value === "object") return { value };
    return { problem: "isn't an IAM policy in JSON" };
  },
};
