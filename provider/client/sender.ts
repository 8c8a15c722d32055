import { IVSRealTimeServiceException } from "@aws-sdk/client-ivs-realtime";
import type { FinalizeRequestMiddleware, MetadataBearer, MiddlewareStack } from "@smithy/types";
import { type CallContext, callFailure } from "../callFailure.js";
import type { Settings } from "../settings/settings.js";
import { debugLines } from "./debugLines.js";
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

/**
 * @param credentialsInUse what the last request was signed with.
 * @param log gets the lines of the setting `debug`.
 */
export function sender(
  settings: Settings,
  credentialsInUse: () => string[],
  log: (line: string) => void,
): Send {
  return async (command, call, context) => {
    const start = performance.now();
    const patience = new Patience(settings.totalTimeout);
    const attempts = watchAttempts(command, settings, context, patience, log);
    try {
      // The SDK heeds the signal until the answer's head is there, and not while its body comes in.
      const output = await Promise.race([call(patience.signal), impatience(patience.signal)]);
      return { output, date: attempts.date };
    } catch (thrown) {
      // Credentials are looked for inside the call: an error of STS or SSO is no answer of this service.
      const answered = thrown instanceof IVSRealTimeServiceException;
      const secrets = answered ? [...context.secrets, ...credentialsInUse()] : context.secrets;
      const seconds = Math.round((performance.now() - start) / 1000);
      throw callFailure(thrown, { ...context, secrets, answered, attempts: attempts.count, seconds });
    } finally {
      patience.end();
    }
  };
}

/** Lets each attempt wait for its turn, and keeps what is known of it. */
function watchAttempts(
  command: AnyCommand,
  settings: Settings,
  { operation, secrets }: CallContext,
  patience: Patience,
  log: (line: string) => void,
): { count: number; date: string | undefined } {
  const seen: { count: number; date: string | undefined } = { count: 0, date: undefined };
  const debug = settings.debug ? debugLines(operation, secrets, log) : undefined;
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
      const exchange = debug?.(seen.count, args.request);
      try {
        const result = await next(args);
        seen.date = (result.response as { headers?: Record<string, string> }).headers?.date;
        exchange?.answered(result.response);
        return result;
      } catch (error) {
        exchange?.failed(error);
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
