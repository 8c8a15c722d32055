import { nearestName } from "../nearestName.js";
import { settingsTable } from "./settingsTable.js";
import type { SettingsSources } from "./sources.js";
import { withoutEffect } from "./withoutEffect.js";

const names = Object.keys(settingsTable);
const accepted = new Set<string>([...names, ...withoutEffect]);

/** The settings that don't exist, in the input and under `ivs-realtime:`, each with what may have been meant. */
export function unknownNames({ input, configKeys }: SettingsSources): string[] {
  const given = Object.keys(input).map((name) => ({ name, from: "the input aws" }));
  const configured = configKeys
    .filter((key) => key.startsWith("ivs-realtime:"))
    .map((key) => ({ name: key.slice("ivs-realtime:".length), from: "stack config ivs-realtime" }));
  const unknown = [
    ...given.filter(({ name }) => !accepted.has(name)),
    ...configured.filter(({ name }) => !names.includes(name)),
  ];
  return unknown.map(
    ({ name, from }) => `${from} has "${name}", which is no setting: ${nearestName(name, names)}`,
  );
}
