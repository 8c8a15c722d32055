import { hasUnknown } from "./values/pulumiValues.js";

/** A list of words as the set that it means: each once, sorted. Anything else, or not known yet, stays as it is. */
export function canonicalSet(value: unknown): unknown {
  const isKnown =
    Array.isArray(value) && value.every((word) => typeof word === "string" && !hasUnknown(word));
  return isKnown ? [...new Set(value)].sort() : value;
}
