import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Fault } from "./faults/fault.js";
import { isOperation } from "./model/operationName.js";

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
