import { nearestName } from "../values/nearestName.js";
import { unquoted } from "../values/redaction.js";
import { knownNames } from "./knownNames.js";
import { namesUnder } from "./namesUnder.js";
import { type Setting, settingsTable } from "./settingsTable.js";
import type { SettingsSources } from "./sources.js";

const names = Object.keys(settingsTable);
/** The AWS CLI's names: `--no-verify-ssl` is `insecure` here. */
const cliNames = Object.fromEntries(
  Object.entries<Setting>(settingsTable).flatMap(([name, { cli }]) =>
    cli === undefined ? [] : [[cli.replaceAll("-", ""), name]],
  ),
);

/** The settings that don't exist, in the input and under `ivs-realtime:`, each with what may have been meant. */
export function unknownNames({ input, configKeys }: SettingsSources): string[] {
  const given = Object.keys(input).filter((name) => !knownNames.has(name));
  const configured = namesUnder("ivs-realtime", configKeys).filter((name) => !names.includes(name));
  return [
    ...given.map((name) => `the input aws has ${quoted(name)}, which is no setting: ${hint(name)}`),
    ...configured.map(
      (name) => `stack config ivs-realtime has ${quoted(name)}, which is no setting: ${hint(name)}`,
    ),
  ];
}

function hint(name: string): string {
  return nearestName(name, names, cliNames) ?? "docs/reference/settings.md lists all";
}

/** Something may have been put on the wrong side of the colon. */
function quoted(name: string): string {
  return /^[\w-]{1,40}$/.test(name) ? `"${name}"` : unquoted(name);
}
