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
  /** Header values to change, for example `{ date: "Sun, 01 Mar 2026 05:00:00 GMT" }`; null leaves a header out. */
  readonly headers?: Readonly<Record<string, string | null>>;
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

/** A fault with its kind, by which the members that it has are known. */
export type KindOfFault =
  | { readonly kind: "status"; readonly fault: ErrorFault }
  | { readonly kind: "delayMs"; readonly fault: DelayFault }
  | { readonly kind: "dropConnection"; readonly fault: DropFault }
  | { readonly kind: "perSecond"; readonly fault: LimitFault }
  | { readonly kind: "rewrite"; readonly fault: RewriteFault }
  | { readonly kind: "rawBody"; readonly fault: RawBodyFault };

const kinds = ["status", "delayMs", "dropConnection", "perSecond", "rewrite", "rawBody"] as const;
/** The longest that a timer of Node's can take. */
const maxDelayMs = 2 ** 31 - 1;

/** The fault with its kind. Throws a TypeError for an invalid one, so that it fails where it was asked for and not at a request. */
export function checkedFault(fault: Fault): KindOfFault {
  if (typeof fault !== "object" || fault === null) throw new TypeError(`A fault is an object, not ${fault}`);
  const [kind, ...others] = kinds.filter((name) => Object.hasOwn(fault, name));
  if (kind === undefined || others.length > 0) {
    const present = kind === undefined ? "none" : [kind, ...others].join(", ");
    throw new TypeError(`A fault has exactly one of ${kinds.join(", ")}; this one has ${present}`);
  }
  const checked = { kind, fault } as KindOfFault;
  assertScope(fault);
  assertOwn(checked);
  return checked;
}

function assertScope({ operation, times }: FaultScope): void {
  if (operation !== undefined && !isOperation(operation)) {
    throw new TypeError(`A fault's operation is one that the emulator has, not ${operation}`);
  }
  if (times !== undefined) {
    assertGood("times", times, Math.floor(times) === times && times >= 1, "a whole number, at least 1");
  }
}

/** Checks what only a fault of its kind has. */
function assertOwn({ kind, fault }: KindOfFault): void {
  switch (kind) {
    case "status":
      assertGood("status", fault.status, isErrorStatus(fault.status), "400 to 599");
      assertText("name", fault.name ?? "");
      assertText("message", fault.message ?? "");
      validateHeaderValue("x-amzn-errortype", fault.name ?? "");
      assertHeaders(fault.headers);
      break;
    case "delayMs":
      assertGood("delayMs", fault.delayMs, isDelay(fault.delayMs), `0 to ${maxDelayMs}`);
      break;
    case "dropConnection":
      assertGood("dropConnection", fault.dropConnection, fault.dropConnection === true, "true");
      break;
    case "perSecond":
      assertGood(
        "perSecond",
        fault.perSecond,
        isNumber(fault.perSecond) && fault.perSecond >= 0,
        "0 or more",
      );
      break;
    case "rewrite":
      assertGood("rewrite", fault.rewrite, typeof fault.rewrite === "function", "a function");
      assertHeaders(fault.headers);
      break;
    case "rawBody":
      assertText("rawBody", fault.rawBody);
      assertHeaders(fault.headers);
      break;
  }
}

function isErrorStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 400 && status <= 599;
}

function isDelay(delayMs: number): boolean {
  return isNumber(delayMs) && delayMs >= 0 && delayMs <= maxDelayMs;
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function assertText(name: string, value: unknown): void {
  assertGood(name, value, typeof value === "string", "a text");
}

function assertGood(name: string, value: unknown, isGood: boolean, bounds: string): void {
  if (!isGood) throw new TypeError(`A fault's ${name} is ${bounds}, not ${String(value)}`);
}

function assertHeaders(headers: Readonly<Record<string, string | null>> = {}): void {
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    if (value !== null) validateHeaderValue(name, value);
  }
}
