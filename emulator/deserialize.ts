import type { Rule } from "./model/rule.js";
import { ServiceError } from "./serviceError.js";

/**
 * Turns parsed JSON into what a rule describes: members the model doesn't know and members that are null are
 * left out, as AWS does. A value of another type is a SerializationException.
 */
export function deserialize(rule: Rule, value: unknown, path = ""): unknown {
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
