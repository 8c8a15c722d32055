import { setTimeout } from "node:timers/promises";
import { type Answer, type ErrorName, errorAnswer } from "../model/errors.js";
import { assertFault, type ErrorFault, type Fault, type RewriteFault } from "./fault.js";

/** Carries a request out through the faults asked for. Undefined: the connection is to be dropped. */
export async function withFaults(
  operation: string,
  faults: Faults,
  now: Date,
  closed: AbortSignal,
  perform: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const rewrites: AskedFault[] = [];
  for (const asked of faults.of(operation)) {
    if ("rewrite" in asked.fault) rewrites.push(asked);
    else if ("perSecond" in asked.fault && withinLimit(asked, asked.fault.perSecond, now)) continue;
    else if (!faults.strike(asked)) continue;
    else if ("delayMs" in asked.fault) await setTimeout(asked.fault.delayMs, undefined, { signal: closed });
    else return ending(asked);
  }
  const answer = await perform();
  if (answer.status !== 200) return answer;
  return rewrites.filter((asked) => faults.strike(asked)).reduce(rewritten, answer);
}

function withinLimit(asked: AskedFault, perSecond: number, now: Date): boolean {
  const second = Math.floor(now.getTime() / 1000);
  if (asked.second !== second) Object.assign(asked, { second, passed: 0 });
  if (asked.passed >= perSecond) return false;
  asked.passed += 1;
  return true;
}

function ending({ fault }: AskedFault): Answer | undefined {
  if ("status" in fault) return faultAnswer(fault);
  if ("perSecond" in fault) return errorAnswer(429, "ThrottlingException", "Rate exceeded");
  if ("rawBody" in fault) return { status: 200, headers: fault.headers ?? {}, body: fault.rawBody };
  return undefined;
}

function rewritten(answer: Answer, { fault }: AskedFault): Answer {
  const body = (fault as RewriteFault).rewrite(JSON.parse(answer.body));
  return { ...answer, body: JSON.stringify(body) };
}

/** A fault that was asked for, and how much of it is left. */
interface AskedFault {
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

const usualName: Readonly<Record<number, ErrorName>> = {
  400: "ValidationException",
  402: "ServiceQuotaExceededException",
  403: "AccessDeniedException",
  404: "ResourceNotFoundException",
  409: "ConflictException",
  413: "RequestEntityTooLargeException",
  429: "ThrottlingException",
  503: "ServiceUnavailableException",
};

/** The error that a fault asks for. */
function faultAnswer({ status, name, message, headers }: ErrorFault): Answer {
  const called =
    name ?? usualName[status] ?? (status >= 500 ? "InternalServerException" : "ValidationException");
  const answer = errorAnswer(status, called, message ?? `${status} ${called}, asked for by a fault`);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
