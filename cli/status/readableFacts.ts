import type { RotationFacts } from "../../provider/token/rotation.js";
import { limits } from "../../provider/values/service.js";
import { parseIsoTime } from "../../provider/values/time.js";
import { secretMark } from "./secretMark.js";

/**
 * What decides on a rotation, with what can't be read because it is a secret made good from the stored rotationTime,
 * which `up` wrote by the same rule: it is left out while autoRotate is off, and its distance from expirationTime is
 * the window. `undefined` where that is a secret too.
 */
export function readableFacts(state: Readonly<Record<string, unknown>>): RotationFacts | undefined {
  const { issuedTime, expirationTime, duration, rotateBefore, autoRotate, rotationTime } = state;
  if (expirationTime === secretMark) return undefined;
  const isManual = autoRotate === secretMark ? rotationTime === undefined : autoRotate === false;
  const known = { expirationTime, autoRotate: !isManual };
  const life = issuedTime === undefined ? duration : issuedTime;
  if (isManual || (rotateBefore !== secretMark && life !== secretMark))
    return { ...known, issuedTime, duration, rotateBefore };
  if (rotationTime === secretMark) return undefined;
  // The longest life there is, so that any window fits into it.
  const longest = limits.duration.maxMinutes;
  return { ...known, duration: longest, rotateBefore: storedWindow(expirationTime, rotationTime) };
}

function storedWindow(expirationTime: unknown, rotationTime: unknown): string | undefined {
  const [expires, rotates] = [parseIsoTime(expirationTime), parseIsoTime(rotationTime)];
  return expires && rotates ? `${(expires.getTime() - rotates.getTime()) / 1000}s` : undefined;
}
