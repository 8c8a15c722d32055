import type { IvsErrorKind } from "./errors.js";

// The service models only the first five. The others are what AWS's front door answers to any service
// (Common Error Types of the IVS Real-Time API reference), and what Node and the SDK call a failed connection.
const kinds: Partial<Record<IvsErrorKind, readonly string[]>> = {
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
  noCredentials: ["CredentialsProviderError", "TokenProviderError", "ProviderError", "ENOENT", "EACCES"],
  refusedCredentials: [
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "ExpiredToken",
    "ExpiredTokenException",
    "NotAuthorized",
    "OptInRequired",
  ],
  clockSkew: ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"],
  unreachable: ["TimeoutError", "AbortError"],
  unreadable: ["UnknownOperationException"],
};

// HPE_ is Node's HTTP parser. Node's codes of a failed look-up, connection or TLS handshake.
const connectionCode =
  /^(E(AI_|CONN|HOST|NET|NOTFOUND|PIPE|PROTO|TIMEDOUT)|ERR_(TLS|SSL)|UNABLE_TO_|(\w+_)?CERT_?)[A-Z_]*$/;

const kindByName = new Map(
  Object.entries(kinds).flatMap(([kind, names]) => names.map((name) => [name, kind as IvsErrorKind])),
);

/** The kind of a failure by its name: never by its status, since throttling can come as a 400, skew as a 403. */
export function errorKind(name: string, message = ""): IvsErrorKind | undefined {
  if (name === "InvalidSignatureException" && /^Signature (expired|not yet current)/.test(message)) {
    return "clockSkew";
  }
  if (/^HPE_[A-Z_]+$/.test(name)) return "unreadable";
  return kindByName.get(name) ?? (connectionCode.test(name) ? "unreachable" : undefined);
}
