import { deserialize } from "./deserialize.js";
import type { StructureRule, ValueOf } from "./model/rule.js";
import { violations } from "./model/validate.js";
import { ServiceError } from "./serviceError.js";

/** The input of an operation, or one ValidationException that reports everything wrong with it. */
export function validated<R extends StructureRule>(rule: R, body: unknown): ValueOf<R> {
  const input = deserialize(rule, body);
  const broken = violations(rule, input);
  if (broken.length > 0) {
    const count = broken.length === 1 ? "1 validation error" : `${broken.length} validation errors`;
    throw new ServiceError("ValidationException", `${count} detected. ${broken.join("; ")}`);
  }
  return input as ValueOf<R>;
}
