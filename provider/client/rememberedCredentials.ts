import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";

/** Credentials, and what was last given out: an error must not quote what its request was signed with. */
export interface RememberedCredentials {
  provide: AwsCredentialIdentityProvider;
  last(): string[];
}

export function rememberedCredentials(provider: AwsCredentialIdentityProvider): RememberedCredentials {
  let given: AwsCredentialIdentity | undefined;
  return {
    async provide(...caller) {
      given = await provider(...caller);
      return given;
    },
    last: () => [given?.secretAccessKey ?? "", given?.sessionToken ?? ""],
  };
}
