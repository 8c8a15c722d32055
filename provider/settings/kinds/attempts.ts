import type { Kind } from "../kind.js";
import { wholeNumber } from "./wholeNumber.js";

const counted = wholeNumber(1, 101);

/** Retries, from a number that counts the first try too. */
export const attempts: Kind<number> = {
  allowed: counted.allowed,
  read(value) {
    const reading = counted.read(value);
    return "value" in reading ? { value: reading.value - 1 } : reading;
  },
};
