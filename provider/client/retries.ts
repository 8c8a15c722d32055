import { DefaultRateLimiter, StandardRetryStrategy } from "@smithy/core/retry";
import type { RetryErrorInfo, RetryStrategyV2 } from "@smithy/types";
import { serviceErrorKind } from "../failures/ivsError.js";
import type { Settings } from "../settings/resolve.js";
import { isLoopback } from "../values/hosts.js";

/** The parts of an AWS SDK error that decide whether a call is retried. */
interface Failure {
  name?: string;
  code?: string;
  message?: string;
  address?: string;
  errors?: Failure[];
  $fault?: string;
  $metadata?: { clockSkewCorrected?: boolean };
}

type Token = Awaited<ReturnType<StandardRetryStrategy["acquireInitialRetryToken"]>>;

/**
 * The AWS SDK's retries, in the mode and number of the settings, for failures that may pass: throttling, faults of the
 * service, lost connections and failed look-ups. By itself the SDK also goes by the status. Here an error whose name
 * says that it is final is never retried, whatever its status.
 */
export function retryStrategy({ retryMode, maxAttempts }: Settings): RetryStrategyV2 & { mode: string } {
  const standard = withoutRetryQuota(new StandardRetryStrategy(async () => maxAttempts));
  // The SDK's adaptive mode is its standard mode with this limiter.
  const limiter = retryMode === "adaptive" ? monotonicRateLimiter() : undefined;
  return {
    // For the SDK's user agent.
    mode: retryMode,
    async acquireInitialRetryToken(scope) {
      await limiter?.getSendToken();
      return standard.acquireInitialRetryToken(scope);
    },
    async refreshRetryTokenForRetry(token, info) {
      limiter?.updateClientSendingRate(info);
      const errorType = typeOf((info.error ?? {}) as Failure, info.errorType);
      if (errorType === undefined) throw info.error;
      const next = await standard.refreshRetryTokenForRetry(token as Token, { ...info, errorType });
      await limiter?.getSendToken();
      return next;
    },
    recordSuccess: () => limiter?.updateClientSendingRate({}),
  };
}

/**
 * All calls of a client share the SDK's retry quota. A brief outage across many tokens drains it, and calls then fail
 * after one or two attempts. Here `maxAttempts` and `totalTimeout` bound each call instead.
 */
export function withoutRetryQuota(strategy: StandardRetryStrategy): StandardRetryStrategy {
  return Object.assign(strategy, { capacity: Number.POSITIVE_INFINITY });
}

/**
 * The SDK's rate limiter on a monotonic clock: with wall-clock time, setting the clock back an hour would block every
 * call for an hour.
 *
 * @param now gives seconds.
 */
export function monotonicRateLimiter(now = () => performance.now() / 1000): DefaultRateLimiter {
  const start = { lastTxRateBucket: Math.floor(now()), lastThrottleTime: now() };
  return Object.assign(new DefaultRateLimiter(), { getCurrentTimeInSeconds: now, ...start });
}

function typeOf(error: Failure, bySdk: RetryErrorInfo["errorType"]): RetryErrorInfo["errorType"] | undefined {
  if (isDead(error)) return undefined;
  const kind = error.$fault === undefined ? undefined : serviceErrorKind(error.name ?? "", error.message);
  if (kind === "throttled") return "THROTTLING";
  // Not where only a wrong clock caused the refusal: the SDK has corrected its own by the answer's Date.
  const isFinal = kind !== undefined && !error.$metadata?.clockSkewCorrected;
  if (isFinal || bySdk === "CLIENT_ERROR") return undefined;
  return bySdk === "SERVER_ERROR" ? "TRANSIENT" : bySdk;
}

/** Connection refused on loopback, e.g. no emulator running: retrying won't help. */
function isDead({ code, address, errors = [] }: Failure): boolean {
  return code === "ECONNREFUSED" && isLoopback(address ?? errors[0]?.address ?? "");
}
