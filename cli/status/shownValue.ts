import { isMap } from "../../provider/isMap.js";

/** What stands in place of a secret, whatever it holds: nothing in here looks inside. */
export const secretMark = "[secret]";

/** A value of an exported state, with the mark in place of each secret. The key is Pulumi's (`specialSigKey` in its runtime/rpc). */
export function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownValue);
  if (!isMap(value)) return value;
  if ("4dabf18193072939515e22adb298388d" in value) return secretMark;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shownValue(member)]));
}
