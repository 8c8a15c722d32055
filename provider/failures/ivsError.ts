/** What kind of failure a call to the service ended in: decided by the error's name, not by its HTTP status. */
export type IvsErrorKind =
  | "notFound"
  | "accessDenied"
  | "pendingVerification"
  | "quota"
  | "throttled"
  | "invalid"
  | "noCredentials"
  | "refusedCredentials"
  | "unsigned"
  | "clockSkew"
  | "unreachable"
  | "untrusted"
  | "silent"
  | "tooSlow"
  | "unreadable"
  | "serviceFault"
  | "other";

/** What is known of a failed call, free of secrets. */
export interface IvsErrorFacts {
  operation: string;
  region: string;
  /** The host that was called, where it was named by a setting, */
  endpoint?: string | undefined;
  /** and which one. */
  endpointFrom?: string | undefined;
  /** The proxy that it was called through. */
  proxy?: string | undefined;
  /** Whose credentials were used, in words. */
  identity: string;
  /** Whether a setting named them, rather than that the AWS SDK looked for them. */
  isNamed?: boolean;
  /** The service's own name of the error, or the system's code (`ECONNREFUSED`). */
  name: string;
  /** The service's own message. */
  message?: string | undefined;
  requestId?: string | undefined;
  status?: number | undefined;
  attempts?: number | undefined;
  /** How long it was tried. */
  seconds?: number | undefined;
  /** How long a call may take, in seconds; 0 is no limit. */
  limits: { totalTimeout: number; readTimeout: number; connectTimeout: number };
}

/**
 * A failed call. Holds no error of the AWS SDK, not as `cause` either: those carry the response, with a token in
 * it, or the request, with credentials and signature.
 */
export class IvsError extends Error {
  override readonly name = "IvsError";
  readonly kind: IvsErrorKind;
  readonly facts: IvsErrorFacts;

  constructor(kind: IvsErrorKind, facts: IvsErrorFacts) {
    super(`${facts.operation} failed: ${facts.name}`);
    this.kind = kind;
    this.facts = facts;
  }
}
