import { credentialNames } from "./settings/identity.js";
import type { Target } from "./token/state.js";

// The files too: what isn't there any more can hold no credentials.
const names = new Set<string>([...credentialNames, "sharedConfigFiles", "sharedCredentialsFiles"]);

/** The target without the credentials of its own; undefined where it has none. */
export function withoutOwnCredentials({ stageArn, aws }: Target): Target | undefined {
  const others = Object.entries(aws).filter(([name]) => !names.has(name));
  if (others.length === Object.keys(aws).length) return undefined;
  return { stageArn, aws: Object.fromEntries(others) };
}
