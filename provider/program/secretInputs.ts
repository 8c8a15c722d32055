import * as pulumi from "@pulumi/pulumi";
import { holdsSecret, type Setting, settingsTable } from "../settings/settingsTable.js";

/**
 * The input `aws`, made a secret if it holds keys, external IDs, OIDC tokens or a proxy's password and the program didn't
 * mark it. The whole object, not one member: the engine applies the program's own secret marks only to an object that
 * has none.
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

// Not in the types of @pulumi/pulumi, though in all its versions so far. Without it there are no warnings.
const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
const warnedOf = new Set<string>();

/**
 * Warns of secret settings that are in stack config in plaintext: the engine copies all stack config into the state,
 * plaintext included. Once for each stack and setting: a program that uses the Automation API has several stacks.
 */
export function warnOfPlainKeys(): void {
  for (const { key, path } of Object.entries<Setting>(settingsTable).flatMap(plainSecrets)) {
    const subject = `${pulumi.getProject()} ${pulumi.getStack()} ${key}`;
    if (!warnedOf.has(subject)) pulumi.log.warn(plainKeyWarning(key, path));
    warnedOf.add(subject);
  }
}

function plainKeyWarning(key: string, path: string): string {
  const place = path === "" ? key : `--path '${key}${path}'`;
  return (
    `Stack config ${key} holds a secret in plaintext, and the engine copies stack config into the state: ` +
    `set it again with pulumi config set --secret ${place}, and treat the old value as compromised`
  );
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
