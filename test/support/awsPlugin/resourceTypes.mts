import type { ResourceType } from "./resourceType.mts";
import { secret } from "./types/secret.mts";
import { secretVersion } from "./types/secretVersion.mts";

/** All that the stand-in knows. */
const resourceTypes: Readonly<Record<string, ResourceType>> = {
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
};

export function resourceTypeOf(urn: string): ResourceType {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const found = resourceTypes[type];
  if (found === undefined) throw new Error(`test/support/awsPlugin has no ${type}`);
  return found;
}
