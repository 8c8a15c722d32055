import { validateHeaderName, validateHeaderValue } from "node:http";
import type { OperationName } from "../model/operationName.js";
import { isOperation } from "../operations/index.js";

interface FaultScope {
  /** The operation it strikes, for example `CreateParticipantToken`. Default: every request. */
  readonly operation?: OperationName;
  /** How many requests it strikes, at least 1. Default: all of them until it is undone. */
  readonly times?: number;
}

/** Answers with an error and doesn't carry the operation out. */
export interface ErrorFault extends FaultScope {
  /** HTTP status, 400 to 599. A 429 is a throttled request, a 503 an unavailable service. */
  readonly status: number;
  /** Name of the error, for example `AccessDeniedException`. Default: the usual name for the status. */
  readonly name?: string;
  /** Text of the error. Default: a sentence that says that it was asked for. */
  readonly message?: string;
  /** Header values to add; null leaves a header out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** Answers as usual, but only after so many milliseconds of real time. */
export interface DelayFault extends FaultScope {
  /** Milliseconds of real time, 0 to 2,147,483,647. */
  readonly delayMs: number;
}

/** Closes the connection without an answer, before the operation is carried out. */
export interface DropFault extends FaultScope {
  /** Always true: it names the fault. */
  readonly dropConnection: true;
}

/** Answers 429 ThrottlingException to what exceeds so many requests in one second of the emulator's clock. */
export interface LimitFault extends FaultScope {
  /** Requests that pass in one second, 0 or more. 0 stops all of them. */
  readonly perSecond: number;
}

/** Carries the operation out and changes its answer, if that is a 200. */
export interface RewriteFault extends FaultScope {
  /** Makes the new answer from the usual one. */
  readonly rewrite: (body: Record<string, unknown>) => unknown;
}

/** Answers 200 with this text, whatever it is, and doesn't carry the operation out. */
export interface RawBodyFault extends FaultScope {
  /** The body, sent as it is. */
  readonly rawBody: string;
  /** Header values to add; null leaves a header out, for example `{ date: null }`. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/**
 * Something that goes wrong because a test asked for it.
 *
 * Faults act in the order in which they were asked for. Delays and rewrites let the request go on to the
 * next one; the first that answers or drops the connection ends it. They act before the signature is checked.
 */
export type Fault = ErrorFault | DelayFault | DropFault | LimitFault | RewriteFault | RawBodyFault;

const kinds = ["status", "delayMs", "dropConnection", "perSecond", "rewrite", "rawBody"] as const;
/** The longest that a timer of Node's can take. */
const maxDelayMs = 2 ** 31 - 1;

/** Throws a TypeError where a fault isn't one, so that it fails where it was asked for and not at a request. */
export function assertFault(fault: Fault): void {
  const present = kinds.filter((kind) => Object.hasOwn(fault, kind));
  if (present.length !== 1) {
    throw new TypeError(
      `A fault has exactly one of ${kinds.join(", ")}; this one has ${present.join(", ") || "none"}`,
    );
  }
  if (fault.operation !== undefined && !isOperation(fault.operation)) {
    throw new TypeError(`A fault's operation is one that the emulator has, not ${fault.operation}`);
  }
  if (fault.times !== undefined) assertNumber("times", fault.times, fault.times >= 1, "at least 1");
  if ("status" in fault) {
    const { status, name } = fault;
    assertNumber("status", status, Number.isInteger(status) && status >= 400 && status <= 599, "400 to 599");
    if (name !== undefined) validateHeaderValue("x-amzn-errortype", name);
  }
  if ("delayMs" in fault) {
    const { delayMs } = fault;
    assertNumber("delayMs", delayMs, delayMs >= 0 && delayMs <= maxDelayMs, `0 to ${maxDelayMs}`);
  }
  if ("perSecond" in fault) assertNumber("perSecond", fault.perSecond, fault.perSecond >= 0, "0 or more");
  if ("headers" in fault) assertHeaders(fault.headers ?? {});
}

function assertNumber(name: string, value: number, isGood: boolean, bounds: string): void {
  if (!isGood) throw new TypeError(`A fault's ${name} is ${bounds}, not ${value}`);
}

function assertHeaders(headers: Readonly<Record<string, string | null>>): void {
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    if (value !== null) validateHeaderValue(name, value);
  }
}
