import { shown } from "../../values/redaction.js";
import type { Kind, Reading } from "../kind.js";
import { fromJson } from "./fromJson.js";

/** A list; stack config holds it as JSON. One text alone, as in an environment variable, is a list of one. */
export function listOf<T>(what: string, member: Kind<T>): Kind<T[]> {
  const allowed = `a list of ${what}, each ${member.allowed}`;
  return {
    allowed,
    read(given): Reading<T[]> {
      const parsed = fromJson(given, allowed);
      if ("problem" in parsed) return parsed;
      const isOne = typeof parsed.value === "string" || typeof parsed.value === "number";
      const items = isOne ? [parsed.value] : parsed.value;
      if (!Array.isArray(items)) return { problem: `is ${shown(items)}: write a list of ${what}` };
      const read = items.map((item) => member.read(item));
      const problems = read.flatMap((one, index) => ("problem" in one ? [`[${index}] ${one.problem}`] : []));
      if (problems.length > 0 && isOne)
        return { problem: `isn't ${allowed}; in stack config as JSON: ["…", "…"]` };
      if (problems.length > 0) return { problem: problems.join(", and ") };
      return { value: read.flatMap((one) => ("value" in one ? [one.value] : [])) };
    },
  };
}
