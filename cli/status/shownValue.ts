import { isMap } from "../../provider/isMap.js";
import { secretMark } from "./secretMark.js";

/** A value of an exported state, with the mark in place of each secret, in which nothing looks. The key is Pulumi's (`specialSigKey` in its runtime/rpc). */
export function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownValue);
  if (!isMap(value)) return value;
  if ("4dabf18193072939515e22adb298388d" in value) return secretMark;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shownValue(member)]));
}
