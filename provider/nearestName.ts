import { closest, distance } from "fastest-levenshtein";

/** What somebody may have meant who wrote a name that isn't there. */
export function nearestName(name: string, names: readonly string[]): string {
  const nearest = names.find((one) => one.toLowerCase() === flat(name)) ?? closest(name, names);
  if (distance(flat(name), nearest.toLowerCase()) <= 1 + nearest.length / 5)
    return `did you mean "${nearest}"?`;
  return `the nearest is "${nearest}"; there are ${names.join(", ")}`;
}

function flat(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
