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
import { type Answered, Attempts, type SentRequest } from "./attempts.js";
import { pace } from "./pace.js";

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

/** Sends a command within its deadline and the rate limit. Fails with an IvsError and nothing else. */
type Send = <In extends ServiceInputTypes, Out extends ServiceOutputTypes>(
  command: SdkCommand<In, Out>,
  context: CallContext,
) => Promise<Answer<Out>>;

/** @param log gets the lines of the setting `debug`. */
export function sender(sdk: IVSRealTimeClient, log: (line: string) => void): Send {
  return async (command, context) => {
    const { settings } = context;
    const start = performance.now();
    const deadline = new Deadline(settings.totalTimeout);
    const attempts = new Attempts(context, settings.debug ? log : undefined);
    paceAttempts(command.middlewareStack, context, attempts, deadline);
    watchAttempts(command.middlewareStack, attempts);
    try {
      // The SDK heeds the signal until the answer's head has arrived, but not while its body does.
      const call = sdk.send(command, { abortSignal: deadline.signal });
      const output = await Promise.race([call, rejectOnAbort(deadline.signal)]);
      return { output, date: attempts.date, context };
    } catch (thrown) {
      // Credentials are looked for inside the call: an error of STS or SSO is no answer of this service.
      const answered = thrown instanceof IVSRealTimeServiceException;
      const seconds = Math.round((performance.now() - start) / 1000);
      throw callFailure(thrown, {
        ...context,
        answered,
        attempts: attempts.count,
        seconds,
        last: attempts.last,
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
  { operation, settings }: CallContext,
  attempts: Attempts,
  deadline: Deadline,
): void {
  const waitForTurn: FinalizeRequestMiddleware<In, Out> = (next) => async (args) => {
    await deadline.pausedFor(pace(operation, settings, settings.createsPerSecond));
    attempts.count += 1;
    return next(args);
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

/** A deadline that is paused while a call waits for the rate limit. */
class Deadline {
  readonly #controller = new AbortController();
  #leftMs: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(seconds: number) {
    this.#leftMs = seconds * 1000;
    this.#run();
  }

  /** Aborts when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async pausedFor(wait: Promise<void>): Promise<void> {
    this.end();
    // Monotonic time: setting the machine's clock must not stretch it.
    this.#leftMs -= performance.now() - this.#since;
    await wait;
    this.#run();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #run(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#controller.abort(), Math.max(0, this.#leftMs)).unref();
  }
}
