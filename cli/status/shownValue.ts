import { isMap, secretKey } from "../../provider/values/pulumiValues.js";
import { secretMark } from "./secretMark.js";

/** A value of an exported state, with the mark in place of each secret, in which nothing looks. */
export function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownValue);
  if (!isMap(value)) return value;
  if (secretKey in value) return secretMark;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shownValue(member)]));
}
