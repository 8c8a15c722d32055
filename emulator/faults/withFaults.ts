import { setTimeout } from "node:timers/promises";
import { faultAnswer } from "../faultAnswer.js";
import type { AskedFault, Faults } from "../faults.js";
import { type Answer, errorAnswer } from "../model/errors.js";
import type { RewriteFault } from "./fault.js";

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
