import type { Fault } from "./faults/fault.js";
import type { EmulatorRequest } from "./http/request.js";

/** A running emulator. */
export interface Emulator {
  /** Where it listens, for example `http://127.0.0.1:4599`; with TLS it starts with `https:`. */
  readonly url: string;
  /** The certificate in PEM, for clients to trust as a CA bundle; undefined without TLS. */
  readonly certificate: string | undefined;
  /** What arrived so far, in order; of more than 10,000 requests the last ones. */
  readonly requests: readonly EmulatorRequest[];
  /**
   * Asks for a fault. Returns what undoes it.
   *
   * @throws TypeError if it isn't exactly one fault, or one of its numbers or headers can't be.
   */
  fault(fault: Fault): () => void;
  /**
   * Puts a token's participant on the token's stage, as a client that joins with it does. There it stays, though
   * the token expires, until DisconnectParticipant or DeleteStage takes it off; with the token it may join again.
   * Joining twice makes one participant.
   *
   * @throws Error if the token isn't one of this emulator's or has expired by its clock, or if the stage is gone.
   */
  join(token: string): Promise<void>;
  /** Stops listening and drops what is open. May be called more than once. */
  close(): Promise<void>;
}
