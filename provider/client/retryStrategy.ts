import { AdaptiveRetryStrategy, StandardRetryStrategy } from "@smithy/core/retry";
import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from "@smithy/types";
import { isLoopback } from "../isLoopback.js";
import { serviceErrorKind } from "../serviceErrorKind.js";
import type { Settings } from "../settings/settings.js";

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

/**
 * The AWS SDK's own retries, in the mode and number of the settings, for what may pass: throttling, faults of the
 * service, lost connections and look-ups. By itself the SDK also goes by the status: what the service
 * refuses for good by name is never tried again, whatever status it comes with.
 */
export function retryStrategy({ retryMode, maxAttempts }: Settings): RetryStrategyV2 & { mode: string } {
  const attempts = async () => maxAttempts;
  const sdk =
    retryMode === "adaptive" ? new AdaptiveRetryStrategy(attempts) : new StandardRetryStrategy(attempts);
  return {
    // For the SDK's user agent.
    mode: retryMode,
    acquireInitialRetryToken: (scope) => sdk.acquireInitialRetryToken(scope),
    recordSuccess: (token) => sdk.recordSuccess(token as Parameters<typeof sdk.recordSuccess>[0]),
    async refreshRetryTokenForRetry(token: RetryToken, info: RetryErrorInfo) {
      const type = errorType((info.error ?? {}) as Failure, info.errorType);
      if (type === undefined) throw info.error;
      return sdk.refreshRetryTokenForRetry(token as Parameters<typeof sdk.refreshRetryTokenForRetry>[0], {
        ...info,
        errorType: type,
      });
    },
  };
}

function errorType(
  error: Failure,
  bySdk: RetryErrorInfo["errorType"],
): RetryErrorInfo["errorType"] | undefined {
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
