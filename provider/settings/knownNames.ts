import { settingsTable } from "./settingsTable.js";
import { withoutEffect } from "./withoutEffect.js";

/** Every name that the input `aws` may have, with effect or without. */
export const knownNames: ReadonlySet<string> = new Set([...Object.keys(settingsTable), ...withoutEffect]);
