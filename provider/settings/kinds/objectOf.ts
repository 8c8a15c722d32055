import { nearestName } from "../../nearestName.js";
import type { Kind, Reading } from "../kind.js";
import { shown } from "../shown.js";
import { fromJson } from "./fromJson.js";

type Members = Readonly<Record<string, Kind<unknown>>>;

/** An object with the given members; stack config holds it as JSON. A member that isn't among them is refused. */
export function objectOf<T>(what: string, members: Members, required: readonly string[] = []): Kind<T> {
  const allowed = `${what} with ${Object.keys(members).join(", ")}`;
  return {
    allowed,
    read(given): Reading<T> {
      const parsed = fromJson(given, allowed);
      if ("problem" in parsed) return parsed;
      const { value } = parsed;
      if (typeof value !== "object" || value === null || Array.isArray(value))
        return { problem: `is ${shown(value)}: write ${allowed}` };
      const had = Object.entries(value).filter(([, member]) => member != null && member !== "");
      const missing = required.filter((name) => !had.some(([one]) => one === name));
      const read = had.map(([name, member]) => [name, readMember(members, name, member)] as const);
      const problems = [
        ...missing.map((name) => `has no ${name}`),
        ...read.flatMap(([name, one]) => ("problem" in one ? [`${name} ${one.problem}`] : [])),
      ];
      if (problems.length > 0) return { problem: problems.join(", and ") };
      return {
        value: Object.fromEntries(read.map(([name, one]) => [name, "value" in one && one.value])) as T,
      };
    },
  };
}

function readMember(members: Members, name: string, value: unknown): Reading<unknown> {
  const kind = Object.hasOwn(members, name) ? members[name] : undefined;
  return kind?.read(value) ?? { problem: `is not known: ${nearestName(name, Object.keys(members))}` };
}
