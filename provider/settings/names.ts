import { nearestName } from "../values/nearestName.js";
import { describeLength } from "../values/redaction.js";
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
const cliNames = Object.fromEntries(
  Object.entries<Setting>(settingsTable).flatMap(([name, { cli }]) =>
    cli === undefined ? [] : [[cli.replaceAll("-", ""), name]],
  ),
);

/** The settings that don't exist, in the input and under `ivs-realtime:`, each with a hint at the one that was meant. */
export function unknownNames({ input, configKeys }: SettingsSources): string[] {
  const given = Object.keys(input).filter((name) => !knownNames.has(name));
  const configured = namesUnder("ivs-realtime", configKeys).filter((name) => !names.includes(name));
  return [
    ...given.map((name) => `the input aws has ${quoted(name)}, which is not a setting: ${hint(name)}`),
    ...configured.map(
      (name) => `stack config ivs-realtime has ${quoted(name)}, which is not a setting: ${hint(name)}`,
    ),
  ];
}

function hint(name: string): string {
  return nearestName(name, names, cliNames) ?? "docs/reference/settings.md lists all";
}

/** A value may have been written on the wrong side of the colon, so only what looks like a name is quoted. */
function quoted(name: string): string {
  return /^[\w-]{1,40}$/.test(name) ? `"${name}"` : describeLength(name);
}

/**
 * Warnings of names under `aws:` that look like a setting and aren't one, such as the `assumeRole` of @pulumi/aws 6.
 * Refusing them is up to @pulumi/aws.
 */
export function unreadNames({ configKeys }: SettingsSources): string[] {
  return namesUnder("aws", configKeys).flatMap((name) => {
    const nearest = knownNames.has(name) ? undefined : nearestName(name, Object.keys(settingsTable));
    return nearest === undefined ? [] : [`stack config aws:${name} isn't read for tokens: ${nearest}`];
  });
}
