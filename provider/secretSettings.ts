import * as pulumi from "@pulumi/pulumi";
import { holdsSecret } from "./settings/settingsTable.js";

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
