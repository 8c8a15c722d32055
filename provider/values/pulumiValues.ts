/**
 * How the engine spells "not known yet" in a preview, whatever the type of the value
 * (`rpc.unknownValue` of @pulumi/pulumi; a test compares the two).
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or any part of it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  // Not by recursion: a value may be nested deeper than functions can call themselves. A set, which also goes on to what
  // is added meanwhile: what is shared is looked at once.
  const found = new Set([value]);
  for (const one of found) for (const part of parts(one)) found.add(part);
  return found.has(unknownValue);
}

/** How deep values may be nested: far deeper than any input is, and not so deep that reading them fails. */
export const mostLevels = 32;

/** Whether a value is nested too deep to be an input. */
export function isTooDeep(value: unknown): boolean {
  let level = new Set(parts(value));
  for (let depth = 0; depth < mostLevels && level.size > 0; depth++)
    level = new Set([...level].flatMap(parts));
  return level.size > 0;
}

/** In a program, what is neither a list nor a plain object is Pulumi's: an output, a resource, an asset. */
function parts(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || prototype === Object.prototype
    ? Object.values(value)
    : [];
}

/** A property of its own: a name such as `constructor` or `__proto__` must find nothing that every object has. */
export function ownValue(props: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(props, name) ? props[name] : undefined;
}

/** The properties without those that are null: the wire turns unset properties into null. */
export function withoutNulls(props: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value != null));
}

/** Whether a value is an object with named members: not a list, and not null. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member that marks a secret on Pulumi's wire and in its state: `specialSigKey` in its runtime/rpc. */
export const secretKey = "4dabf18193072939515e22adb298388d";

/**
 * A value that is marked as a secret here and not by the engine. Pulumi's host says that it accepts no secrets, so verbs
 * get plain values; what they return goes through as it is. The signature is Pulumi's (`specialSecretSig` in its
 * runtime/rpc).
 */
export function asSecret(value: unknown): Record<string, unknown> {
  return { [secretKey]: "1b47061264138c4ac30d75fd1eb44270", value };
}
