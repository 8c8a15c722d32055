import type { Rotation } from "./token/rotation.js";
import { formatIsoTime, span } from "./values/time.js";

/** For how long a token has been expired, in words. */
export function expiredSince({ expirationTime }: Rotation, now: Date): string {
  const ago = span((now.getTime() - expirationTime.getTime()) / 1000);
  return `it expired ${ago} ago (${formatIsoTime(expirationTime)})`;
}
