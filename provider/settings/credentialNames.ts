import { type Setting, type SettingName, settingsTable } from "./settingsTable.js";

/** The settings that say whose credentials to use. */
export const credentialNames = Object.entries<Setting>(settingsTable)
  .filter(([, { isCredential }]) => isCredential)
  .map(([name]) => name as SettingName);
