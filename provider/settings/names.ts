import { unknownName } from "../values/nearestName.js";
import { withoutEffect } from "./awsSettings.js";
import type { SettingsSources } from "./reader.js";
import { type Setting, settingsTable } from "./settingsTable.js";

/** Every name that the input `aws` accepts, with effect or without. */
const knownNames: ReadonlySet<string> = new Set([...Object.keys(settingsTable), ...withoutEffect]);

/** The names of the stack's config under a namespace. */
function namesUnder(namespace: string, keys: readonly string[]): string[] {
  return keys.filter((key) => key.startsWith(`${namespace}:`)).map((key) => key.slice(namespace.length + 1));
}

const names = Object.keys(settingsTable);
/** The AWS CLI's names: `--no-verify-ssl` is `insecure` here. */
const cliNames = new Map(
  Object.entries<Setting>(settingsTable).flatMap(([name, { cli }]): [string, string][] =>
    cli === undefined ? [] : [[cli.replaceAll("-", ""), name]],
  ),
);

/** The settings that don't exist, in the input and under `ivs-realtime:`, each with a hint at the one that was meant. */
export function unknownNames({ input, configKeys }: SettingsSources): string[] {
  const given = Object.keys(input).filter((name) => !knownNames.has(name));
  const configured = namesUnder("ivs-realtime", configKeys).filter((name) => !names.includes(name));
  return [
    ...given.map((name) => `the input aws has ${notASetting(name)}`),
    ...configured.map((name) => `stack config ivs-realtime has ${notASetting(name)}`),
  ];
}

function notASetting(name: string): string {
  const { shown, hint = "docs/reference/settings.md lists all" } = unknownName(name, names, cliNames);
  return `${shown}, which is not a setting: ${hint}`;
}

/**
 * Warnings of names under `aws:` that look like a setting and aren't one, such as the `assumeRole` of @pulumi/aws 6.
 * Refusing them is up to @pulumi/aws.
 */
export function unreadNames({ configKeys }: SettingsSources): string[] {
  return namesUnder("aws", configKeys).flatMap((name) => {
    const hint = knownNames.has(name) ? undefined : unknownName(name, names).hint;
    return hint === undefined ? [] : [`stack config aws:${name} isn't read for tokens: ${hint}`];
  });
}
