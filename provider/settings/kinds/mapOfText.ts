import { isMap } from "../../values/pulumiValues.js";
import type { Kind } from "../kind.js";
import { fromJson } from "./fromJson.js";

/** A map of strings. */
export const mapOfText: Kind<Record<string, string>> = {
  allowed: "a map of strings",
  read(given) {
    const parsed = fromJson(given, "a map of strings");
    if ("problem" in parsed) return parsed;
    const { value } = parsed;
    if (isMap(value) && Object.values(value).every((one) => typeof one === "string"))
      return { value: value as Record<string, string> };
    return { problem: "is no map of strings: write one like {Team: video}" };
  },
};
