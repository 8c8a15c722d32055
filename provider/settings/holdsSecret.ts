import { isMap } from "../values/pulumiValues.js";
import { type Setting, settingsTable } from "./settingsTable.js";

/** Whether the input `aws` holds what may not be shown. */
export function holdsSecret(aws: unknown): boolean {
  return (
    isMap(aws) &&
    Object.entries<Setting>(settingsTable).some(([name, { secret }]) => {
      const value = aws[name];
      return secret !== undefined && value != null && secret.isIn(value);
    })
  );
}
