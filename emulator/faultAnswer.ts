import type { ErrorFault } from "./faults/fault.js";
import type { Answer, ErrorName } from "./model/errors.js";
import { errorAnswer } from "./model/errors.js";

const usualName: Readonly<Record<number, ErrorName>> = {
  400: "ValidationException",
  402: "ServiceQuotaExceededException",
  403: "AccessDeniedException",
  404: "ResourceNotFoundException",
  409: "ConflictException",
  413: "RequestEntityTooLargeException",
  429: "ThrottlingException",
  503: "ServiceUnavailableException",
};

/** The error that a fault asks for. */
export function faultAnswer({ status, name, message, headers }: ErrorFault): Answer {
  const called =
    name ?? usualName[status] ?? (status >= 500 ? "InternalServerException" : "ValidationException");
  const answer = errorAnswer(status, called, message ?? `${status} ${called}, asked for by a fault`);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
