import { ServiceError } from "./errors.js";
import type { Rule, StructureRule, ValueOf } from "./rule.js";

/** The input of an operation, or one ValidationException that reports everything wrong with it. */
export function validateInput<R extends StructureRule>(rule: R, body: unknown): ValueOf<R> {
  const input = deserialize(rule, body);
  const broken = violations(rule, input);
  if (broken.length > 0) {
    const count = broken.length === 1 ? "1 validation error" : `${broken.length} validation errors`;
    throw new ServiceError("ValidationException", `${count} detected. ${broken.join("; ")}`);
  }
  return input as ValueOf<R>;
}

/**
 * Turns parsed JSON into what a rule describes: members the model doesn't know and members that are null are
 * left out, as AWS does. A value of another type is a SerializationException.
 */
function deserialize(rule: Rule, value: unknown, path = ""): unknown {
  if (rule.type === "structure") {
    const wire = object(value, path);
    return entries(
      rule.members,
      (name) => wire[name] !== undefined && wire[name] !== null,
      (member, name) => deserialize(member, wire[name], `${path}/${name}`),
    );
  }
  if (rule.type === "map") {
    return entries(
      object(value, path),
      () => true,
      (item) => deserialize(rule.value, item, `${path}/value`),
    );
  }
  if (rule.type === "list") {
    if (!Array.isArray(value)) throw unexpected("list", path);
    return value.map((item, index) => deserialize(rule.member, item, `${path}/${index}`));
  }
  const fits = rule.type === "integer" ? Number.isInteger(value) : typeof value === rule.type;
  if (!fits) throw unexpected(rule.type, path);
  return value;
}

function entries<T>(
  source: Readonly<Record<string, T>>,
  keep: (name: string) => boolean,
  read: (item: T, name: string) => unknown,
) {
  const kept = Object.entries(source).filter(([name]) => keep(name));
  return Object.fromEntries(kept.map(([name, item]) => [name, read(item, name)]));
}

function object(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw unexpected("structure", path);
  // Without a prototype, a member named like one of Object's own methods is absent until it is sent.
  return Object.assign(Object.create(null), value);
}

function unexpected(type: string, path: string): ServiceError {
  return new ServiceError("SerializationException", `Expected ${type} at '${path || "/"}'`);
}

/** Every constraint of the rule that the value breaks, in Smithy's words, which name the place and never the value. */
export function violations(rule: Rule, value: unknown, path = ""): string[] {
  const own = constraints(rule, value).map(
    ([what, constraint]) => `Value${what} at '${path}' failed to satisfy constraint: ${constraint}`,
  );
  // The members of what is too large are countless, and so would their violations be.
  return own.length > 0 && rule.type !== "structure" ? own : [...own, ...inner(rule, value, path)];
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
