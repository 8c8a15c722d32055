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

/** An error as the service answers it, thrown by whatever part of the emulator finds it. */
export class ServiceError extends Error {
  override readonly name: ErrorName;

  constructor(name: ErrorName, message: string) {
    super(message);
    this.name = name;
  }
}

/** What goes back over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: string;
}

/** An error in restJson1. Errors of the service model carry their text in `exceptionMessage`, all others in `message`. */
export function errorAnswer(status: number, name: string, message: string): Answer {
  const member = Object.hasOwn(errors.modelled, name) ? "exceptionMessage" : "message";
  return { status, headers: { "x-amzn-errortype": name }, body: JSON.stringify({ [member]: message }) };
}
