import { parseIsoTime } from "../../provider/isoTime.js";
import { limits } from "../../provider/limits.js";
import type { RotationFacts } from "../../provider/rotation.js";
import { secretMark } from "./secretMark.js";

/**
 * What decides on a rotation, with what can't be read because it is a secret made good from the stored rotationTime,
 * which `up` wrote by the same rule: it is left out while autoRotate is off, and its distance from expirationTime is
 * the window.
 */
export function readableFacts(state: Readonly<Record<string, unknown>>): RotationFacts {
  const { issuedTime, expirationTime, duration, rotateBefore, autoRotate, rotationTime } = state;
  const isManual = autoRotate === secretMark ? rotationTime === undefined : autoRotate === false;
  const known = { expirationTime, autoRotate: !isManual };
  if (rotateBefore !== secretMark && issuedTime !== secretMark)
    return { ...known, issuedTime, duration, rotateBefore };
  // The longest life there is, so that any window fits into it.
  const longest = limits.duration.maxMinutes;
  return { ...known, duration: longest, rotateBefore: storedWindow(expirationTime, rotationTime) };
}

function storedWindow(expirationTime: unknown, rotationTime: unknown): string | undefined {
  const [expires, rotates] = [parseIsoTime(expirationTime), parseIsoTime(rotationTime)];
  return expires && rotates ? `${(expires.getTime() - rotates.getTime()) / 1000}s` : undefined;
}
