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
  | "proxyLogin"
  | "proxyRefused"
  | "noService"
  | "serviceFault"
  | "other";

/** Where a call goes. */
export interface Place {
  region: string;
  /** Origin of the endpoint, if a setting named it. */
  endpoint?: string | undefined;
  /** The setting that named it. */
  endpointFrom?: string | undefined;
  /** The proxy that it was called through. */
  proxy?: string | undefined;
}

/** The facts of a failed call, without secrets. */
export interface IvsErrorFacts extends Place {
  operation: string;
  /** Who answered, where it isn't IVS Real-Time: who was asked for credentials. */
  sts?: string | undefined;
  /** Why there are no credentials. */
  cause?: IvsErrorKind | undefined;
  /** Describes whose credentials were used. */
  identity: string;
  /** Whether a setting named them; otherwise the AWS SDK looked for them. */
  isNamed?: boolean;
  /** The service's own name of the error, or the system's code (`ECONNREFUSED`). */
  name: string;
  /** The service's own message. */
  message?: string | undefined;
  requestId?: string | undefined;
  status?: number | undefined;
  attempts?: number | undefined;
  /** Whether the service may have carried an attempt out, and its answer got lost. */
  mayBeLost?: boolean | undefined;
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

// Only the first five are in the service's model. The others are AWS's common errors, of any service (Common Error Types
// of the IVS Real-Time API reference).
const namesByKind: Partial<Record<IvsErrorKind, readonly string[]>> = {
  accessDenied: ["AccessDeniedException", "AccessDenied"],
  pendingVerification: ["PendingVerification"],
  quota: ["ServiceQuotaExceededException"],
  invalid: ["ValidationException", "SerializationException"],
  notFound: ["ResourceNotFoundException"],
  throttled: [
    "ThrottlingException",
    "Throttling",
    "ThrottledException",
    "RequestThrottledException",
    "RequestThrottled",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "SlowDown",
  ],
  refusedCredentials: [
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "ExpiredToken",
    "ExpiredTokenException",
    "NotAuthorized",
    "OptInRequired",
  ],
  unsigned: ["MissingAuthenticationToken", "MissingAuthenticationTokenException"],
  clockSkew: ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"],
  unreadable: ["UnknownOperationException"],
  silent: ["RequestTimeout", "RequestTimeoutException"],
};

const kindByName = new Map(
  Object.entries(namesByKind).flatMap(([kind, names]) => names.map((name) => [name, kind as IvsErrorKind])),
);

/** The kind of an answer by its name: never by its status, since throttling can come as a 400, skew as a 403. */
export function serviceErrorKind(name: string, message = ""): IvsErrorKind | undefined {
  if (
    /^(InvalidSignatureException|SignatureDoesNotMatch)$/.test(name) &&
    /^Signature (expired|not yet current)/.test(message)
  )
    return "clockSkew";
  return kindByName.get(name);
}

const kindByCode: [RegExp, IvsErrorKind][] = [
  // The SDK's credential providers; a web identity's or a process's file that isn't there.
  [/^(Credentials|Token)?ProviderError$|^(ENOENT|EACCES)$/, "noCredentials"],
  [/^(NoAnswerInTime|AbortError)$/, "tooSlow"],
  // A proxy's answer to CONNECT, with its status, or that none came: see client/http.ts.
  [/^EPROXYLOST$/, "unreachable"],
  [/^EPROXY407$/, "proxyLogin"],
  [/^EPROXY\d/, "proxyRefused"],
  // Node's HTTP parser; a body that is too long: see client/http.ts.
  [/^(HPE_|EBODYLENGTH$)/, "unreadable"],
  // Node's codes of a certificate that it doesn't trust.
  [/CERT|^UNABLE_TO_(GET_ISSUER|VERIFY)/, "untrusted"],
  // The SDK's, of a connection that isn't made in time or says nothing.
  [/^TimeoutError$/, "silent"],
  // Node's codes of a failed look-up, connection or TLS handshake.
  [/^E(AI_|CONN|HOST|NET|NOTFOUND|PIPE|PROTO|TIMEDOUT)|^ERR_(TLS|SSL)|^UNABLE_TO_/, "unreachable"],
];

/** A failure that may pass, or that is about the way there: it says nothing of the credentials. */
export function isOnTheWay(kind: IvsErrorKind | undefined): boolean {
  return kind !== undefined && onTheWay.has(kind);
}

const onTheWay = new Set<IvsErrorKind>([
  "throttled",
  "serviceFault",
  "silent",
  "tooSlow",
  "unreachable",
  "untrusted",
  "unreadable",
  "proxyLogin",
  "proxyRefused",
  "noService",
  "clockSkew",
]);

/** The kind of a failure without an answer, by the code or name that Node or the SDK gives it. */
export function systemErrorKind(code: string): IvsErrorKind {
  return kindByCode.find(([pattern]) => pattern.test(code))?.[1] ?? "other";
}
