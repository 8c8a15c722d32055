import type { WebIdentityRole } from "./kinds/roles.js";

/** Whose credentials are used, before any role is assumed. */
export type Identity =
  | { kind: "keys"; accessKeyId: string; secretAccessKey: string; sessionToken?: string; from: string }
  | { kind: "profile"; profile: string; from: string }
  | { kind: "webIdentity"; role: WebIdentityRole; from: string }
  /** The AWS SDK looks for them, in a profile that only the environment names or in the default one. */
  | { kind: "chain"; profile?: string; from?: string }
  /** Requests aren't signed. */
  | { kind: "unsigned" };
