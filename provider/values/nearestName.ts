import { closest, distance } from "fastest-levenshtein";
import { describeLength } from "./redaction.js";

/** A name that doesn't exist. */
interface UnknownName {
  /**
   * As a message may show it. A value may be where a name should be, such as a key on the wrong side of a colon, so only
   * a name that resembles a known one is shown.
   */
  readonly shown: string;
  /** A hint at the name that was meant, if any is near. */
  readonly hint: string | undefined;
}

/**
 * What to say of a name that doesn't exist.
 *
 * @param others other spellings of the names, in small letters and digits.
 */
export function unknownName(
  name: string,
  names: readonly string[],
  others: ReadonlyMap<string, string> = new Map(),
): UnknownName {
  const nearest = /^[\w-]{1,40}$/.test(name) ? nearestName(flat(name), names, others) : undefined;
  if (nearest === undefined) return { shown: describeLength(name), hint: undefined };
  return { shown: `"${name}"`, hint: `did you mean "${nearest}"?` };
}

// A unit that another API has in its names: durationMinutes, readTimeoutMs.
const unit = /(in)?(minutes?|mins?|seconds?|secs?|hours?|days?|ms|millis)$/;

function nearestName(
  plain: string,
  names: readonly string[],
  others: ReadonlyMap<string, string>,
): string | undefined {
  const isName = (text: string) => names.find((one) => one.toLowerCase() === text);
  const known = others.get(plain) ?? isName(plain) ?? isName(plain.replace(unit, ""));
  if (known !== undefined) return known;
  const whole = plain.length >= 4 ? names.find((one) => one.toLowerCase().startsWith(plain)) : undefined;
  const nearest = whole ?? closest(plain, names);
  const isNear = whole !== undefined || distance(plain, nearest.toLowerCase()) <= 1 + nearest.length / 5;
  return isNear ? nearest : undefined;
}

function flat(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
