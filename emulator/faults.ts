import { assertFault } from "./assertFault.js";
import type { Fault } from "./faults/fault.js";

/** A fault that was asked for, and how much of it is left. */
export interface AskedFault {
  readonly fault: Fault;
  left: number;
  /** The second of the clock that `passed` counts in. */
  second: number;
  passed: number;
}

/** The faults asked for and not undone, in the order of asking. */
export class Faults {
  readonly #asked = new Set<AskedFault>();

  ask(fault: Fault): () => void {
    assertFault(fault);
    const asked = { fault, left: fault.times ?? Number.POSITIVE_INFINITY, second: Number.NaN, passed: 0 };
    this.#asked.add(asked);
    return () => {
      this.#asked.delete(asked);
    };
  }

  of(operation: string): AskedFault[] {
    return [...this.#asked].filter(
      ({ fault }) => fault.operation === undefined || fault.operation === operation,
    );
  }

  /** Counts one strike of a fault. False when all of them are used. */
  strike(asked: AskedFault): boolean {
    if (asked.left <= 0) return false;
    asked.left -= 1;
    return true;
  }
}
