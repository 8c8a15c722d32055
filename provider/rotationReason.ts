import { expiredSince } from "./expiredSince.js";
import type { Rotation } from "./token/rotation.js";
import { formatIsoTime, span } from "./values/time.js";
import { windowReason } from "./windowReason.js";

/** The sentence that says why a token is replaced, or that it should be: the window, the expiry, what follows. */
export function rotationReason(rotation: Rotation, now: Date): string {
  return rotation.expired ? expiredReason(rotation, now) : dueReason(rotation, now);
}

function dueReason(rotation: Rotation, now: Date): string {
  const left = span((rotation.expirationTime.getTime() - now.getTime()) / 1000);
  const when = formatIsoTime(rotation.expirationTime);
  return `it expires in ${left} (${when}), inside its window of ${windowReason(rotation)}`;
}

function expiredReason(rotation: Rotation, now: Date): string {
  return `${expiredSince(rotation, now)}; ${howOften(rotation)}`;
}

function howOften(rotation: Rotation): string {
  if (rotation.windowSeconds === 0) {
    return "its window is 0, so it rotates only once expired: set rotateBefore above the longest gap between two runs of pulumi up";
  }
  return `to rotate in time, pulumi up must run at least every ${span(rotation.windowSeconds)}, its window: ${windowReason(rotation)}`;
}
