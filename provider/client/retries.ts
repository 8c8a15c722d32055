import { DefaultRateLimiter, StandardRetryStrategy } from "@smithy/core/retry";
import type { RetryErrorInfo, RetryStrategyV2 } from "@smithy/types";
import { serviceErrorKind } from "../failures/ivsError.js";
import type { Settings } from "../settings/resolve.js";
import { isLoopback } from "../values/hosts.js";

/** The parts of an AWS SDK error that decide. */
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
 * The AWS SDK's own retries, in the mode and number of the settings, for what may pass: throttling, faults of the
 * service, lost connections and look-ups. By itself the SDK also goes by the status: what the service
 * refuses for good by name is never tried again, whatever status it comes with.
 */
export function retryStrategy({ retryMode, maxAttempts }: Settings): RetryStrategyV2 & { mode: string } {
  const standard = withoutRetryQuota(new StandardRetryStrategy(async () => maxAttempts));
  // The SDK's adaptive mode is the standard one and this.
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
 * The SDK has one purse of retries for all calls of a client. A short storm over many tokens empties it, and calls
 * give up after one or two attempts; number and time of their own bound them here.
 */
function withoutRetryQuota(strategy: StandardRetryStrategy): StandardRetryStrategy {
  return Object.assign(strategy, { capacity: Number.POSITIVE_INFINITY });
}

/** The SDK's, by a stopwatch: by its own clock one that is set back an hour holds all calls for an hour. */
function monotonicRateLimiter(): DefaultRateLimiter {
  const now = () => performance.now() / 1000;
  const start = { lastTxRateBucket: Math.floor(now()), lastThrottleTime: now() };
  return Object.assign(new DefaultRateLimiter(), { getCurrentTimeInSeconds: now, ...start });
}

function typeOf(error: Failure, bySdk: RetryErrorInfo["errorType"]): RetryErrorInfo["errorType"] | undefined {
  if (isDead(error)) return undefined;
  const kind = error.$fault === undefined ? undefined : serviceErrorKind(error.name ?? "", error.message);
  if (kind === "throttled") return "THROTTLING";
  // A refusal that only a wrong clock caused: the SDK has set its own right by the answer's Date.
  const isFinal = kind !== undefined && !error.$metadata?.clockSkewCorrected;
  if (isFinal || bySdk === "CLIENT_ERROR") return undefined;
  return bySdk === "SERVER_ERROR" ? "TRANSIENT" : bySdk;
}

/** Nothing listens there on this machine, as where an emulator isn't running: no waiting brings it up. */
function isDead({ code, address, errors = [] }: Failure): boolean {
  return code === "ECONNREFUSED" && isLoopback(address ?? errors[0]?.address ?? "");
}
