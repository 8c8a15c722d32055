import { DefaultRateLimiter } from "@smithy/core/retry";
import type {
  FinalizeRequestMiddleware,
  MetadataBearer,
  Pluggable,
  RetryErrorInfo,
  RetryStrategyV2,
} from "@smithy/types";
import { answerKind, type Failure, readFailure } from "../failures/sdkError.js";
import type { Settings } from "../settings/resolve.js";
import { isLoopback } from "../values/hosts.js";
import { systemTiming, type Timing } from "../values/time.js";

/** How long after its first failure a call is tried again, where no setting says how often. */
export const patience = 120_000;

/** So that a call succeeds soon after an outage, however long that was. */
const longestDelay = 5000;

/** The first delay at most; each later one is twice as long: `Retry` of @smithy/core 3.41. */
const firstDelay = { TRANSIENT: 50, THROTTLING: 1000 };

/** So much more than its own delay a service can ask for: `StandardRetryStrategy` of @smithy/core 3.41. */
const longestHint = 5000;

type Passing = keyof typeof firstDelay;

/** What the SDK's middleware carries from one attempt to the next. */
interface Tries {
  getRetryCount(): number;
  getRetryDelay(): number;
  /** When the first attempt failed. */
  readonly since: number | undefined;
}

/** What no attempt more will mend. Credentials are looked for inside a call: what STS was asked often enough isn't asked again. */
const givenUp = new WeakSet<object>();

/** When an attempt ended, by a clock that stops while its call waits for its turn: that is no failure of the service. */
const times = new WeakMap<object, number>();

export function failedAt(error: unknown, time: number): void {
  if (error instanceof Error) times.set(error, time);
}

/**
 * Retries of what may pass: throttling, faults of the service, lost connections, silence, failed look-ups. They end by
 * time, or by the number of a setting. The SDK's own strategy ends them by number, waits up to 20 s, and lets all calls
 * share a quota, which a brief outage across many tokens drains.
 *
 * @param limiter learns how each attempt ended. Waiting for it is not done here, but where the call waits for its turn.
 */
export function retryStrategy(
  settings: Settings,
  endpoint: string | undefined,
  timing: Timing = systemTiming,
  limiter?: DefaultRateLimiter,
): RetryStrategyV2 & { mode: string } {
  return {
    // For the SDK's user agent.
    mode: settings.retryMode,
    async acquireInitialRetryToken() {
      return tries(0, undefined);
    },
    async refreshRetryTokenForRetry(before, info) {
      limiter?.updateClientSendingRate(info);
      const now = times.get(Object(info.error)) ?? timing.now();
      const since = (before as Tries).since ?? now;
      const count = before.getRetryCount() + 1;
      const passing = givenUp.has(Object(info.error)) ? undefined : passingType(info, endpoint !== undefined);
      const left = settings.maxAttempts === undefined ? since + patience - now : Number.POSITIVE_INFINITY;
      if (passing === undefined || left <= 0 || count >= (settings.maxAttempts ?? Number.POSITIVE_INFINITY)) {
        if (info.error instanceof Error) givenUp.add(info.error);
        throw info.error;
      }
      // The last attempt is at the very end.
      const delay = Math.min(left, delayOf(passing, count, info.retryAfterHint));
      // A call that its total time has ended meanwhile keeps no process alive.
      await new Promise<void>((resolve) => timing.after(delay, resolve, "idle"));
      return tries(count, since);
    },
    recordSuccess: () => limiter?.updateClientSendingRate({}),
  };
}

function tries(count: number, since: number | undefined): Tries {
  return { getRetryCount: () => count, getRetryDelay: () => 0, since };
}

function delayOf(passing: Passing, count: number, hint: Date | undefined): number {
  const delay = Math.random() * Math.min(longestDelay, firstDelay[passing] * 2 ** (count - 1));
  // The SDK made the hint out of a span and the same clock, just now.
  return hint ? Math.max(delay, Math.min(hint.getTime() - Date.now(), delay + longestHint)) : delay;
}

/** How a failure may pass, by the name that it has: the SDK by itself goes by the status too. Undefined for a final one. */
function passingType({ error, errorType }: RetryErrorInfo, isNamed: boolean): Passing | undefined {
  const failure = readFailure(error);
  if (isDead(failure)) return undefined;
  const kind = answerKind(failure, isNamed);
  if (kind === "throttled") return "THROTTLING";
  if (kind === "silent" || kind === "serviceFault") return "TRANSIENT";
  // Not where only a wrong clock caused the refusal, and the next attempt has another time.
  if (kind !== undefined && !failure.clockSkewCorrected) return undefined;
  if (!failure.isAnswer && lostConnection.test(failure.name ?? "")) return "TRANSIENT";
  if (errorType === "SERVER_ERROR") return "TRANSIENT";
  return errorType === "CLIENT_ERROR" ? undefined : errorType;
}

/** Node's codes, of which the SDK knows fewer, and a proxy's passing answers to CONNECT. */
const lostConnection = /^E(CONN|HOST|NET|NOTFOUND|PIPE|TIMEDOUT|AI_AGAIN|PROXY(LOST|429|50[0234])$)/;

/** Connection refused on loopback, e.g. no emulator running: retrying won't help. */
function isDead({ name, address = "" }: Failure): boolean {
  return name === "ECONNREFUSED" && isLoopback(address);
}

/**
 * Takes the largest number of attempts out of the header where time ends them: the SDK's would not be true. The SDK
 * writes the header before each attempt (`bindRetryMiddleware` of @smithy/core 3.41).
 */
export function attemptsByTime({ maxAttempts }: Settings): Pluggable<object, MetadataBearer> {
  const middleware: FinalizeRequestMiddleware<object, MetadataBearer> = (next) => (args) => {
    const { headers = {} } = args.request as { headers?: Record<string, string> };
    const [attempt] = headers["amz-sdk-request"]?.split(";") ?? [];
    if (maxAttempts === undefined && attempt !== undefined) headers["amz-sdk-request"] = attempt;
    return next(args);
  };
  const before = {
    name: "attemptsByTime",
    relation: "before",
    toMiddleware: "httpSigningMiddleware",
    // The SDK adds it to the same client again whenever a role is assumed anew.
    override: true,
  } as const;
  return { applyToStack: (stack) => stack.addRelativeTo(middleware, before) };
}

/**
 * The SDK's limiter on a monotonic clock: with wall-clock time, setting the clock back an hour would block every
 * call for an hour.
 *
 * @param now gives seconds.
 */
export function monotonicRateLimiter(now = () => performance.now() / 1000): DefaultRateLimiter {
  const start = { lastTxRateBucket: Math.floor(now()), lastThrottleTime: now() };
  return Object.assign(new DefaultRateLimiter(), { getCurrentTimeInSeconds: now, ...start });
}
