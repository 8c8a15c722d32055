import type { TokenStatus } from "./stackStatus.ts";

/** More than half of the token's window has passed: whoever rotates it should have done so by now. */
export function isLate({ rotationTime, expirationTime }: TokenStatus, now: string): boolean {
  if (rotationTime === undefined || expirationTime === undefined) return false;
  const half = (Date.parse(rotationTime) + Date.parse(expirationTime)) / 2;
  return Date.parse(now) > half;
}
