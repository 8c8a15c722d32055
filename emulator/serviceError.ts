import type { ErrorName } from "./model/errors.js";

/** An error as the service answers it, thrown by whatever part of the emulator finds it. */
export class ServiceError extends Error {
  override readonly name: ErrorName;

  constructor(name: ErrorName, message: string) {
    super(message);
    this.name = name;
  }
}
