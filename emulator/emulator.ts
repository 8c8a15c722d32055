import type { EmulatorRequest } from "./emulatorRequest.js";
import type { Fault } from "./fault.js";

/** A running emulator. */
export interface Emulator {
  /** Where it listens, for example `http://127.0.0.1:4599`. */
  readonly url: string;
  /** What arrived so far, in order; of more than 10,000 requests the last ones. */
  readonly requests: readonly EmulatorRequest[];
  /** Asks for a fault. Returns what undoes it. */
  fault(fault: Fault): () => void;
  /** Stops listening and drops what is open. May be called more than once. */
  close(): Promise<void>;
}
