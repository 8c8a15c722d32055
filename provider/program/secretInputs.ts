import * as pulumi from "@pulumi/pulumi";
import { type Setting, settingsTable } from "../settings/settingsTable.js";

// Not in the types of @pulumi/pulumi, though in all its versions so far; without it nothing can be told.
const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
const told = new Set<string>();

/**
 * Warns of secret settings that stand in stack config in plain: the engine copies all stack config into the state,
 * as plain as it is. Once for each stack and setting.
 */
export function warnOfPlainKeys(): void {
  for (const { key, path } of Object.entries<Setting>(settingsTable).flatMap(plainSecrets)) {
    const subject = `${pulumi.getProject()} ${pulumi.getStack()} ${key}`;
    if (told.has(subject)) continue;
    told.add(subject);
    const place = path === "" ? key : `--path '${key}${path}'`;
    void pulumi.log.warn(
      `Stack config ${key} holds a secret in plain, and the engine copies stack config into the state: ` +
        `set it anew with pulumi config set --secret ${place}, and treat what stood there as known to others`,
    );
  }
}

function plainSecrets([name, { inAwsConfig, secret }]: [string, Setting]) {
  if (secret === undefined) return [];
  return ["ivs-realtime", ...(inAwsConfig ? ["aws"] : [])]
    .map((namespace) => ({ key: `${namespace}:${name}`, path: secret.path }))
    .filter(({ key }) => {
      const text = pulumi.runtime.getConfig(key);
      return text !== undefined && text !== "" && secret.isIn(text) && isConfigSecret?.(key) === false;
    });
}
