import { setTimeout } from "node:timers/promises";
import { type Answer, type ErrorName, errorAnswer } from "../model/errors.js";
import { checkedFault, type ErrorFault, type Fault, type KindOfFault } from "./fault.js";

/** Carries a request out through the faults asked for. Undefined: the connection is to be dropped. */
export async function withFaults(
  operation: string,
  faults: Faults,
  now: Date,
  closed: AbortSignal,
  carryOut: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const rewrites: Of<"rewrite">[] = [];
  for (const asked of faults.of(operation)) {
    if (asked.kind === "rewrite") rewrites.push(asked);
    else if (asked.kind === "perSecond" && withinLimit(asked, asked.fault.perSecond, now)) continue;
    else if (!faults.strike(asked)) continue;
    else if (asked.kind === "delayMs") await setTimeout(asked.fault.delayMs, undefined, { signal: closed });
    else return ending(asked);
  }
  const answer = await carryOut();
  if (answer.status !== 200) return answer;
  return rewrites.filter((asked) => faults.strike(asked)).reduce(rewritten, answer);
}

type Of<Kind extends AskedFault["kind"]> = Extract<AskedFault, { readonly kind: Kind }>;

function ending(asked: Of<"status" | "perSecond" | "rawBody" | "dropConnection">): Answer | undefined {
  switch (asked.kind) {
    case "status":
      return faultAnswer(asked.fault);
    case "perSecond":
      return errorAnswer(429, "ThrottlingException", "Rate exceeded");
    case "rawBody":
      return { status: 200, headers: asked.fault.headers ?? {}, body: asked.fault.rawBody };
    case "dropConnection":
      return undefined;
  }
}

function withinLimit(asked: AskedFault, perSecond: number, now: Date): boolean {
  const second = Math.floor(now.getTime() / 1000);
  if (asked.second !== second) Object.assign(asked, { second, passed: 0 });
  if (asked.passed >= perSecond) return false;
  asked.passed += 1;
  return true;
}

function rewritten(answer: Answer, { fault }: Of<"rewrite">): Answer {
  const body = JSON.stringify(fault.rewrite(JSON.parse(answer.body)));
  return { ...answer, headers: { ...answer.headers, ...fault.headers }, body };
}

/** A fault that was asked for, and how much of it is left. */
type AskedFault = KindOfFault & {
  left: number;
  /** The second of the clock that `passed` counts in. */
  second: number;
  passed: number;
};

/** The faults asked for and not undone, in the order of asking. */
export class Faults {
  readonly #asked = new Set<AskedFault>();

  ask(fault: Fault): () => void {
    const kind = checkedFault(fault);
    const asked = { ...kind, left: fault.times ?? Number.POSITIVE_INFINITY, second: Number.NaN, passed: 0 };
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
