import type { CheckFailure } from "./checkFailure.js";
import { settingsTable } from "./settings/settingsTable.js";
import { inputNames, nameInput, outputNames } from "./token/inputs.js";
import { nearestName } from "./values/nearestName.js";

const ours = new Set([...inputNames, nameInput, "__provider", "__defaults"]);

/** The names among the inputs that don't exist, each with what to write instead. */
export function checkNames(names: readonly string[]): CheckFailure[] {
  return names.filter((name) => !ours.has(name)).map((name) => ({ property: name, reason: reason(name) }));
}

function reason(name: string): string {
  if (outputNames.includes(name)) {
    return "is an output, which the service decides: remove it from the inputs";
  }
  const nearest = nearestName(name, inputNames);
  const hint =
    nearest ?? (Object.hasOwn(settingsTable, name) ? inAws(name) : `the inputs are ${inputNames.join(", ")}`);
  return `is no input of ParticipantToken and would be ignored: ${hint}`;
}

function inAws(name: string): string {
  return `put it into the input aws: { ${name}: … }`;
}
