import type { Identity } from "./identity.js";
import type { Role, WebIdentityRole } from "./kinds/roles.js";

/** Whose credentials the settings come to, and where that was said: nothing secret. */
export function identityInWords({
  identity,
  roles,
  stsEndpoint,
}: {
  identity: Identity;
  roles: Role[];
  stsEndpoint?: string | undefined;
}): string {
  const chain = roles.map(({ roleArn }) => roleArn).join(", then ");
  const role = chain === "" ? "" : `, and the role ${chain}`;
  return `${base(identity)}${role}${stsEndpoint === undefined ? "" : ` by STS at ${new URL(stsEndpoint).origin}`}`;
}

function base(identity: Identity): string {
  switch (identity.kind) {
    case "keys":
      return `the keys of ${identity.from}${identity.sessionToken === undefined ? "" : ", with a session token"}`;
    case "webIdentity":
      return `the web identity of ${identity.from}${tokenFile(identity.role)}`;
    case "unsigned":
      return "none (skipSigning)";
    default:
      return identity.profile === undefined
        ? "those that the AWS SDK finds by itself"
        : `the profile "${identity.profile}" of ${identity.from}`;
  }
}

function tokenFile({ webIdentityTokenFile }: WebIdentityRole): string {
  return webIdentityTokenFile === undefined ? "" : ` with the token in ${webIdentityTokenFile}`;
}
