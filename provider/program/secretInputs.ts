import * as pulumi from "@pulumi/pulumi";
import { holdsSecret, type Setting, settingsTable } from "../settings/settingsTable.js";

/**
 * The input `aws`, made a secret where it holds keys, external IDs, OIDC tokens or a proxy's password, whoever forgot
 * to. All of it: a mark on one member would cost the others those that the program gave them, as the engine marks
 * what has no mark in it yet.
 */
export function secretSettings(aws: unknown): unknown {
  if (aws == null) return undefined;
  if (pulumi.Resource.isInstance(aws)) {
    throw new Error(
      "The input aws takes settings, not a provider: give it the arguments that the provider was made with",
    );
  }
  const known = pulumi.output(aws as object) as pulumi.Output<unknown>;
  return known.apply((value) => (holdsSecret(value) ? pulumi.secret(value) : pulumi.output(value)));
}

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
