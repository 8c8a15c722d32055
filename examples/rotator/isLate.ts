import type { TokenStatus } from "./stackStatus.ts";

/** Due for more than half of its window: it should have been rotated by now. */
export function isLate(token: TokenStatus, now: string): boolean {
  const { state, issuedTime, rotationTime, expirationTime } = token;
  // One that has expired and has no rotationTime is kept: its autoRotate is off.
  if (state !== "due") return state === "expired" && rotationTime !== undefined;
  const times = [now, issuedTime, rotationTime, expirationTime].map((time) => Date.parse(time ?? ""));
  const [instant = NaN, issued = NaN, rotation = NaN, expiration = NaN] = times;
  // One that is due ahead of its time is new: the `up` that made it was interrupted, and its users may have the old one.
  const since = instant < rotation ? issued : rotation;
  // Where a time can't be read, nobody can tell since when it is due: that is no reason to wait.
  return !(instant <= since + (expiration - rotation) / 2);
}
