import { nearestName } from "../values/nearestName.js";
import { knownNames } from "./knownNames.js";
import { namesUnder } from "./namesUnder.js";
import { settingsTable } from "./settingsTable.js";
import type { SettingsSources } from "./sources.js";

/**
 * Names under `aws:` that look like a setting and are none, such as the `assumeRole` of @pulumi/aws 6. They are
 * @pulumi/aws's to refuse, so here they are warned of.
 */
export function unreadNames({ configKeys }: SettingsSources): string[] {
  return namesUnder("aws", configKeys).flatMap((name) => {
    const nearest = knownNames.has(name) ? undefined : nearestName(name, Object.keys(settingsTable));
    return nearest === undefined
      ? []
      : [`Warning: stack config aws:${name} isn't read for tokens: ${nearest}`];
  });
}
