import { type Setting, settingsTable } from "./settingsTable.js";

/** Whether the input `aws` holds what may not be shown. */
export function holdsSecret(aws: unknown): boolean {
  if (typeof aws !== "object" || aws === null) return false;
  return Object.entries<Setting>(settingsTable).some(([name, { secret }]) => {
    const value = (aws as Record<string, unknown>)[name];
    return secret !== undefined && value != null && secret.isIn(value);
  });
}
