import { canonicalSet } from "./canonicalSet.js";
import { limits } from "./values/service.js";
import { parseDuration } from "./values/time.js";

/**
 * Inputs that passed the check, in the one form that is compared and stored: durations in minutes (a rotateBefore
 * that isn't whole minutes as `"Ns"`), capabilities as a sorted set, the API's defaults filled in. Normalising
 * twice changes nothing. What isn't known yet stays as it is.
 */
export function normalise(given: Record<string, unknown>): Record<string, unknown> {
  return {
    autoRotate: true,
    disconnectOnDelete: false,
    ...given,
    capabilities: canonicalSet(given.capabilities ?? limits.capabilities.allowed),
    duration: canonicalDuration(given.duration ?? limits.duration.defaultMinutes),
    ...(given.rotateBefore !== undefined && { rotateBefore: canonicalDuration(given.rotateBefore) }),
  };
}

function canonicalDuration(value: unknown): unknown {
  const parsed = parseDuration(value);
  if (!("seconds" in parsed)) return value;
  return parsed.seconds % 60 === 0 ? parsed.seconds / 60 : `${parsed.seconds}s`;
}
