import type { IvsErrorKind } from "./failures/ivsError.js";

// The service models only the first five. The others are what AWS's front door answers to any service (Common Error
// Types of the IVS Real-Time API reference).
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
};

const kindByName = new Map(
  Object.entries(namesByKind).flatMap(([kind, names]) => names.map((name) => [name, kind as IvsErrorKind])),
);

/** The kind of an answer by its name: never by its status, since throttling can come as a 400, skew as a 403. */
export function serviceErrorKind(name: string, message = ""): IvsErrorKind | undefined {
  if (name === "InvalidSignatureException" && /^Signature (expired|not yet current)/.test(message)) {
    return "clockSkew";
  }
  return kindByName.get(name);
}
