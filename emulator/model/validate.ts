import type { Rule, StructureRule } from "./rule.js";

/** Every constraint of the rule that the value breaks, in Smithy's words, which name the place and never the value. */
export function violations(rule: Rule, value: unknown, path = ""): string[] {
  const own = constraints(rule, value).map(
    ([what, constraint]) => `Value${what} at '${path}' failed to satisfy constraint: ${constraint}`,
  );
  return [...own, ...inner(rule, value, path)];
}

type Broken = readonly [what: string, constraint: string];

function constraints(rule: Rule, value: unknown): Broken[] {
  switch (rule.type) {
    case "string":
      return text(rule, value as string);
    case "integer":
      return bounds(rule, value as number, "", "Member must be");
    case "list":
      return sized(rule, (value as unknown[]).length);
    case "map":
      return [
        ...sized(rule, Object.keys(value as object).length),
        ...bytes(rule, value as Record<string, string>),
      ];
    default:
      return [];
  }
}

function inner(rule: Rule, value: unknown, path: string): string[] {
  if (rule.type === "structure") return members(rule, value as Record<string, unknown>, path);
  if (rule.type === "list") {
    return (value as unknown[]).flatMap((item, index) => violations(rule.member, item, `${path}/${index}`));
  }
  if (rule.type === "map") {
    return Object.entries(value as object).flatMap(([key, item], index) => [
      ...violations(rule.key, key, `${path}/${index}/key`),
      ...violations(rule.value, item, `${path}/${index}/value`),
    ]);
  }
  return [];
}

function members(rule: StructureRule, value: Record<string, unknown>, path: string): string[] {
  return Object.entries(rule.members).flatMap(([name, member]) => {
    if (Object.hasOwn(value, name)) return violations(member, value[name], `${path}/${name}`);
    if (!rule.required?.includes(name)) return [];
    return [`Value at '${path}/${name}' failed to satisfy constraint: Member must not be null`];
  });
}

function text(rule: Extract<Rule, { type: "string" }>, value: string): Broken[] {
  const broken = sized(rule, [...value].length);
  if (rule.pattern !== undefined && !new RegExp(`^(?:${rule.pattern})$`).test(value)) {
    broken.push(["", `Member must satisfy regular expression pattern: ${rule.pattern}`]);
  }
  if (rule.enum !== undefined && !rule.enum.includes(value)) {
    broken.push(["", `Member must satisfy enum value set: [${rule.enum.join(", ")}]`]);
  }
  return broken;
}

function bytes(rule: { readonly maxBytes?: number }, value: Record<string, string>): Broken[] {
  const size = Object.entries(value).reduce((sum, pair) => sum + Buffer.byteLength(pair.join("")), 0);
  return bounds(
    { max: rule.maxBytes ?? Number.POSITIVE_INFINITY },
    size,
    ` of ${size} bytes`,
    "Member must have a total size in bytes",
  );
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

function sized(rule: Bounds, length: number): Broken[] {
  return bounds(rule, length, ` with length ${length}`, "Member must have length");
}

function bounds({ min, max }: Bounds, size: number, what: string, must: string): Broken[] {
  if (size >= (min ?? size) && size <= (max ?? size)) return [];
  if (min !== undefined && max !== undefined) return [[what, `${must} between ${min} and ${max}, inclusive`]];
  if (min !== undefined) return [[what, `${must} greater than or equal to ${min}`]];
  return [[what, `${must} less than or equal to ${max}`]];
}
