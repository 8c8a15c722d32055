/**
 * How the engine spells "not known yet" in a preview, whatever the type of the value
 * (`rpc.unknownValue` of @pulumi/pulumi; a test compares the two).
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or any part of it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasUnknown);
  return value === unknownValue;
}

/** The properties that have a value: null is what the wire makes of one that isn't given. */
export function withoutNulls(props: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value != null));
}

/** Whether a value has members by name: no list, and not null. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** By this member Pulumi knows a secret in what goes over its wire and lies in its state: `specialSigKey` in its runtime/rpc. */
export const secretKey = "4dabf18193072939515e22adb298388d";
