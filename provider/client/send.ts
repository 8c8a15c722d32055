import {
  type IVSRealTimeClient,
  IVSRealTimeServiceException,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from "@aws-sdk/client-ivs-realtime";
import type {
  Command,
  DeserializeMiddleware,
  FinalizeRequestMiddleware,
  MetadataBearer,
  MiddlewareStack,
} from "@smithy/types";
import { type CallContext, callFailure } from "../failures/fromSdk.js";
import type { Timing } from "../values/time.js";
import { type Answered, Attempts, type SentRequest } from "./attempts.js";
import { Deadline, Trouble } from "./deadline.js";
import { pace, type Turn } from "./pace.js";
import { failedAt } from "./retries.js";

/** An answer, its Date header, and the call that it answers. */
export interface Answer<Output> {
  output: Output;
  date: string | undefined;
  context: CallContext;
}

/** A command of the SDK. */
export type SdkCommand<In extends ServiceInputTypes, Out extends ServiceOutputTypes> = Command<
  ServiceInputTypes,
  In,
  ServiceOutputTypes,
  Out,
  IVSRealTimeClient["config"]
>;

/**
 * Sends a command within its deadline and the rate limit. Fails with an IvsError and nothing else.
 *
 * @param heard is called when the head of an answer has arrived.
 */
type Send = <In extends ServiceInputTypes, Out extends ServiceOutputTypes>(
  command: SdkCommand<In, Out>,
  context: CallContext,
  heard?: () => void,
) => Promise<Answer<Out>>;

interface Limiter {
  getSendToken(): Promise<void>;
}

/** Gets the lines of the setting `debug`, and warnings of calls that take long. */
export type Log = (level: "debug" | "warning", line: string) => void;

/** @param limiter slows attempts down beside the service's quota. */
export function sender(sdk: IVSRealTimeClient, log: Log, timing: Timing, limiter?: Limiter): Send {
  const trouble = new Trouble((line) => log("warning", line), timing);
  return async (command, context, heard) => {
    const { settings } = context;
    const start = timing.now();
    const attempts = new Attempts(context, settings.debug ? (line) => log("debug", line) : undefined, heard);
    const deadline: Deadline = new Deadline(settings.totalTimeout, timing, () =>
      trouble.lasts(context, attempts, attempts.sentAt ?? start, deadline.left, deadline.now),
    );
    const turn = async (): Promise<Turn> => {
      await limiter?.getSendToken();
      return pace(context.operation, settings, settings.createsPerSecond, timing);
    };
    paceAttempts(command.middlewareStack, turn, attempts, deadline, timing);
    watchAttempts(command.middlewareStack, attempts);
    try {
      // The SDK heeds the signal until the answer's head has arrived, but not while its body does.
      const call = sdk.send(command, { abortSignal: deadline.signal });
      const output = await Promise.race([call, rejectOnAbort(deadline.signal)]);
      trouble.over(attempts, context);
      return { output, date: attempts.date, context };
    } catch (thrown) {
      // Credentials are looked for inside the call: an error of STS or SSO is no answer of this service.
      const answered = thrown instanceof IVSRealTimeServiceException;
      const seconds = Math.round((timing.now() - start) / 1000);
      trouble.over(attempts);
      throw callFailure(thrown, {
        ...context,
        answered,
        attempts: attempts.count,
        mayBeLost: attempts.mayBeLost,
        seconds,
        last: attempts.last,
        trouble: attempts.trouble(timing.now(), settings.totalTimeout),
      });
    } finally {
      deadline.end();
    }
  };
}

type Stack<In extends object, Out extends MetadataBearer> = MiddlewareStack<In, Out>;

/** Lets each attempt wait for the rate limit: once its credentials are there, and before its signature, which holds a time. */
function paceAttempts<In extends object, Out extends MetadataBearer>(
  stack: Stack<In, Out>,
  nextTurn: () => Promise<Turn>,
  attempts: Attempts,
  deadline: Deadline,
  timing: Timing,
): void {
  const waitForTurn: FinalizeRequestMiddleware<In, Out> = (next) => async (args) => {
    let turn: Turn | undefined;
    try {
      await deadline.pausedFor(async () => {
        turn = await nextTurn();
      });
      attempts.begins(timing.now(), turn);
      if (attempts.count === 1) deadline.lookAnew();
      return await next(args);
    } catch (error) {
      attempts.over(error, deadline.now);
      failedAt(error, deadline.now);
      throw error;
    } finally {
      turn?.over();
    }
  };
  stack.addRelativeTo(waitForTurn, {
    name: "pace",
    relation: "before",
    toMiddleware: "httpSigningMiddleware",
  });
}

function watchAttempts<In extends object, Out extends MetadataBearer>(
  stack: Stack<In, Out>,
  attempts: Attempts,
): void {
  const watch: DeserializeMiddleware<In, Out> = (next) => async (args) => {
    attempts.sent(args.request as SentRequest);
    try {
      const result = await next(args);
      attempts.answered(result.response as Answered);
      return result;
    } catch (error) {
      attempts.failed(error);
      throw error;
    }
  };
  stack.add(watch, { step: "deserialize", name: "attempts" });
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(Object.assign(new Error(), { name: "NoAnswerInTime" })));
  });
}
