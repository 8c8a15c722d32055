import type { Settings } from "./settings.js";

/** Whose credentials the settings come to, and where that was said: nothing secret. */
export function identityInWords({ identity, roles }: Settings): string {
  const chain = roles.map(({ roleArn }) => roleArn).join(", then ");
  return chain === "" ? base(identity) : `${base(identity)}, and the role ${chain}`;
}

function base(identity: Settings["identity"]): string {
  switch (identity.kind) {
    case "keys":
      return `the keys of ${identity.from}`;
    case "webIdentity":
      return `the web identity of ${identity.from}`;
    case "unsigned":
      return "none (skipSigning)";
    default:
      return identity.profile === undefined
        ? "those that the AWS SDK finds by itself"
        : `the profile "${identity.profile}" of ${identity.from}`;
  }
}
