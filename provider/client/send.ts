import { IVSRealTimeServiceException } from "@aws-sdk/client-ivs-realtime";
import type { FinalizeRequestMiddleware, MetadataBearer, MiddlewareStack } from "@smithy/types";
import { type CallContext, callFailure } from "../failures/fromSdk.js";
import type { Settings } from "../settings/resolve.js";
import { exchangeWatch } from "./exchangeWatch.js";
import { pace } from "./pace.js";
import { Patience } from "./patience.js";

/** An answer, and its Date header. */
export interface Answer<T> {
  output: T;
  date: string | undefined;
}

/** A command of the SDK: each is of a type of its own. */
interface AnyCommand {
  readonly middlewareStack: unknown;
}

/** Sends a command with patience and pace; whatever it fails with leaves as an IvsError. */
export type Send = <T>(
  command: AnyCommand,
  call: (signal: AbortSignal) => Promise<T>,
  context: CallContext,
) => Promise<Answer<T>>;

/** @param log gets the lines of the setting `debug`. */
export function sender(settings: Settings, log: (line: string) => void): Send {
  return async (command, call, context) => {
    const start = performance.now();
    const patience = new Patience(settings.totalTimeout);
    const seen = watchAttempts(command, context, patience, log);
    try {
      // The SDK heeds the signal until the answer's head is there, and not while its body comes in.
      const output = await Promise.race([call(patience.signal), impatience(patience.signal)]);
      return { output, date: seen.date };
    } catch (thrown) {
      // Credentials are looked for inside the call: an error of STS or SSO is no answer of this service.
      const answered = thrown instanceof IVSRealTimeServiceException;
      const seconds = Math.round((performance.now() - start) / 1000);
      throw callFailure(thrown, { ...context, answered, attempts: seen.count, seconds, last: seen.last });
    } finally {
      patience.end();
    }
  };
}

/** What is known of a call's attempts. */
interface Seen {
  count: number;
  date: string | undefined;
  /** How the last one failed. */
  last: string | undefined;
}

/** Lets each attempt wait for its turn, and keeps what is known of it. */
function watchAttempts(
  command: AnyCommand,
  { operation, settings, asked, used }: CallContext,
  patience: Patience,
  log: (line: string) => void,
): Seen {
  const seen: Seen = { count: 0, date: undefined, last: undefined };
  const exchanges = exchangeWatch(operation, () => [...asked, ...used], settings.debug ? log : undefined);
  const stack = command.middlewareStack as MiddlewareStack<object, MetadataBearer>;
  const takeTurn: FinalizeRequestMiddleware<object, MetadataBearer> = (next) => async (args) => {
    await patience.pausedFor(pace(operation, settings, settings.createsPerSecond));
    seen.count += 1;
    return next(args);
  };
  // After the credentials are there and before the signature, which has a time in it.
  stack.addRelativeTo(takeTurn, { name: "pace", relation: "before", toMiddleware: "httpSigningMiddleware" });
  stack.add(
    (next) => async (args) => {
      const exchange = exchanges(seen.count, args.request);
      try {
        const result = await next(args);
        seen.date = (result.response as { headers?: Record<string, string> }).headers?.date;
        seen.last = exchange.answered(result.response);
        return result;
      } catch (error) {
        seen.last = exchange.failed(error);
        throw error;
      }
    },
    { step: "deserialize", name: "exchange" },
  );
  return seen;
}

function impatience(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(Object.assign(new Error(), { name: "NoAnswerInTime" })));
  });
}
