import type { Answer } from "./answer.js";
import { errors } from "./model/errors.js";

/** An error in restJson1. Errors of the service model carry their text in `exceptionMessage`, all others in `message`. */
export function errorAnswer(status: number, name: string, message: string): Answer {
  const member = Object.hasOwn(errors.modelled, name) ? "exceptionMessage" : "message";
  return { status, headers: { "x-amzn-errortype": name }, body: JSON.stringify({ [member]: message }) };
}
