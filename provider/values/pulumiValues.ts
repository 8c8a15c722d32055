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
