import type { Properties } from "./resourceType.mts";

// Pulumi's mark of a wrapped value, and what it says of a secret: sdk/go/common/resource/properties.go.
const mark = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/** Properties in plain, and the names of those that held a secret at any depth. */
interface Unwrapped {
  readonly plain: Properties;
  readonly secret: readonly string[];
}

export function unwrapped(properties: Properties): Unwrapped {
  const entries = Object.entries(properties);
  return {
    plain: Object.fromEntries(entries.map(([name, value]) => [name, plain(value)])),
    secret: entries.filter(([, value]) => holdsSecret(value)).map(([name]) => name),
  };
}

export function wrapped(properties: Properties, names: Iterable<string>): Properties {
  const secrets = new Set(names);
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      value !== undefined && secrets.has(name) ? { [mark]: secret, value } : value,
    ]),
  );
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (value[mark] === secret) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

function holdsSecret(value: unknown): boolean {
  if (!isObject(value)) return false;
  return value[mark] === secret || Object.values(value).some(holdsSecret);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
