import type { Target } from "./target.js";

const names = ["accessKey", "secretKey", "token", "profile", "assumeRoles", "assumeRoleWithWebIdentity"];

/** The target without the credentials of its own; undefined where it has none. */
export function withoutOwnCredentials({ stageArn, aws }: Target): Target | undefined {
  const others = Object.entries(aws).filter(([name]) => !names.includes(name));
  if (others.length === Object.keys(aws).length) return undefined;
  return { stageArn, aws: Object.fromEntries(others) };
}
