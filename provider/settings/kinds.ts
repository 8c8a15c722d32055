import { nearestName } from "../values/nearestName.js";
import { isMap } from "../values/pulumiValues.js";
import { shown } from "../values/redaction.js";
import type { Kind, Reading } from "./kind.js";
import { fromJson } from "./kinds/fromJson.js";

type Members<T> = { readonly [Name in keyof T]-?: Kind<NonNullable<T[Name]>> };

/** An object with the given members; stack config holds it as JSON. A member that isn't among them is refused. */
export function objectOf<T extends object>(
  what: string,
  members: Members<T>,
  required: readonly (keyof T & string)[],
): Kind<T> {
  const names = Object.keys(members);
  const allowed = `${what} with ${names.join(", ")}`;
  return {
    allowed,
    read(given): Reading<T> {
      const parsed = fromJson(given, allowed);
      if ("problem" in parsed) return parsed;
      const { value } = parsed;
      if (!isMap(value)) return { problem: `is ${shown(value)}: write ${allowed}` };
      const had = Object.entries(value).filter(([, member]) => member != null && member !== "");
      const missing = required.filter((name) => !had.some(([one]) => one === name));
      const problems = missing.map((name) => `has no ${name}`);
      const read: Partial<T> = {};
      for (const [name, member] of had) {
        const reading = isMember(name, members) && members[name].read(member);
        if (!reading)
          problems.push(
            `${name} is not known: ${nearestName(name, names) ?? `there are ${names.join(", ")}`}`,
          );
        else if ("problem" in reading) problems.push(`${name} ${reading.problem}`);
        else Object.assign(read, { [name]: reading.value });
      }
      return problems.length > 0 ? { problem: problems.join(", and ") } : { value: read as T };
    },
  };
}

function isMember<T>(name: string, members: Members<T>): name is keyof T & string {
  return Object.hasOwn(members, name);
}
