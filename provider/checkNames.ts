import { closest, distance } from "fastest-levenshtein";
import type { CheckFailure } from "./checkFailure.js";
import { inputNames, nameInput, outputNames } from "./inputs.js";

const ours = new Set([...inputNames, nameInput, "__provider", "__defaults"]);

/** The names among the inputs that don't exist, each with what to write instead. */
export function checkNames(names: readonly string[]): CheckFailure[] {
  return names.filter((name) => !ours.has(name)).map((name) => ({ property: name, reason: reason(name) }));
}

function reason(name: string): string {
  if (outputNames.includes(name)) {
    return "is an output, which the service decides: remove it from the inputs";
  }
  return `is no input of ParticipantToken and would be ignored: ${suggestion(name)}`;
}

function suggestion(name: string): string {
  const nearest = inputNames.find((input) => input.toLowerCase() === flat(name)) ?? closest(name, inputNames);
  if (distance(flat(name), nearest.toLowerCase()) <= 1 + nearest.length / 5)
    return `did you mean "${nearest}"?`;
  return `the nearest is "${nearest}"; the inputs are ${inputNames.join(", ")}`;
}

function flat(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
