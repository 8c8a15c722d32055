import { closest, distance } from "fastest-levenshtein";

/**
 * A hint at the name that was meant by one that doesn't exist.
 *
 * @param others other spellings of the names, in small letters and digits.
 */
export function nearestName(
  name: string,
  names: readonly string[],
  others: Readonly<Record<string, string>> = {},
): string | undefined {
  const plain = flat(name);
  const known = others[plain] ?? names.find((one) => one.toLowerCase() === plain);
  const nearest = known ?? closest(plain, names);
  const isNear = known !== undefined || distance(plain, nearest.toLowerCase()) <= 1 + nearest.length / 5;
  return isNear ? `did you mean "${nearest}"?` : undefined;
}

function flat(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
