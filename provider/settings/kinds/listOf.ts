import type { Kind, Reading } from "../kind.js";
import { shown } from "../shown.js";
import { fromJson } from "./fromJson.js";

/** A list; stack config holds it as JSON. One text alone, as in an environment variable, is a list of one. */
export function listOf<T>(what: string, member: Kind<T>): Kind<T[]> {
  return {
    allowed: `a list of ${what}, each ${member.allowed}`,
    read(given): Reading<T[]> {
      const value = fromJson(given);
      const items = typeof value === "string" ? [value] : value;
      if (!Array.isArray(items)) return { problem: `is ${shown(value)}: write a list of ${what}` };
      const read = items.map((item) => member.read(item));
      const problems = read.flatMap((one, index) => ("problem" in one ? [`[${index}] ${one.problem}`] : []));
      if (problems.length > 0) return { problem: problems.join(", and ") };
      return { value: read.flatMap((one) => ("value" in one ? [one.value] : [])) };
    },
  };
}
