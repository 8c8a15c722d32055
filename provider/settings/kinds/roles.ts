import type { AssumeRole, AssumeRoleWithWebIdentity } from "../awsSettings.js";
import { objectOf } from "../kinds.js";
import { key } from "./key.js";
import { listOf } from "./listOf.js";
import { mapOfText } from "./mapOfText.js";
import { policy } from "./policy.js";
import { sessionDuration } from "./sessionDuration.js";
import { text } from "./text.js";

/** A role with its session's duration in seconds. */
export type Role = Checked<AssumeRole>;
export type WebIdentityRole = Checked<AssumeRoleWithWebIdentity>;
type Checked<T> = Omit<T, "roleArn" | "duration"> & { roleArn: string; duration?: number };

// Patterns and lengths from the service model of STS (botocore `sts` 2011-06-15).
const roleArn = text(
  "a role's ARN like arn:aws:iam::123456789012:role/NAME",
  /^arn:[a-z-]+:iam::\d{12}:role\/[!-~]{1,512}$/,
);
const session = {
  roleArn,
  sessionName: text("2 to 64 of [A-Za-z0-9_=,.@-]", /^[\w+=,.@-]{2,64}$/),
  duration: sessionDuration,
  policy,
  policyArns: listOf("policies", text("a policy's ARN", /^arn:[a-z-]+:iam::(\d{12}|aws):policy\/[!-~]+$/)),
};

/** A chain of roles. */
export const roles = listOf(
  "roles",
  objectOf<Role>(
    "a role",
    {
      ...session,
      externalId: text("2 to 1224 of [A-Za-z0-9_=,.@:/-]", /^[\w+=,.@:/-]{2,1224}$/),
      tags: mapOfText,
      transitiveTagKeys: listOf("tag keys", text("text")),
      sourceIdentity: text("2 to 64 of [A-Za-z0-9_=,.@-]", /^[\w+=,.@-]{2,64}$/),
    },
    ["roleArn"],
  ),
);

/** A role by OIDC token. */
export const webIdentityRole = objectOf<WebIdentityRole>(
  "a role",
  { ...session, webIdentityToken: key, webIdentityTokenFile: text("a path") },
  ["roleArn"],
);
