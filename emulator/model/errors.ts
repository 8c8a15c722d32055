/** Errors of the service model: their text travels as `exceptionMessage`. */
const modelled = {
  AccessDeniedException: 403,
  ConflictException: 409,
  PendingVerification: 403,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 402,
  ValidationException: 400,
} as const;

/** Errors common to AWS services and outside this one's model: their text travels as `message`. */
const common = {
  IncompleteSignatureException: 403,
  InternalServerException: 500,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  RequestEntityTooLargeException: 413,
  SerializationException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
} as const;

/** HTTP status of each error by name. */
export const errors = { modelled, common, status: { ...common, ...modelled } } as const;

export type ModelledErrorName = keyof typeof modelled;
export type ErrorName = keyof typeof errors.status;
