import { parseIsoTime } from "../../provider/isoTime.js";
import type { RotationFacts } from "../../provider/rotation.js";
import { secretMark } from "./secretMark.js";

/**
 * What decides on a rotation, with what can't be read because it is a secret made good from the stored rotationTime,
 * which `up` wrote by the same rule: it is left out while autoRotate is off, and its distance from expirationTime is
 * the window.
 */
export function readableFacts(state: Readonly<Record<string, unknown>>): RotationFacts {
  const { issuedTime, expirationTime, duration, rotateBefore, autoRotate, rotationTime } = state;
  const needsWindow = rotateBefore === secretMark || issuedTime === secretMark;
  return {
    issuedTime,
    expirationTime,
    duration,
    rotateBefore: needsWindow ? storedWindow(expirationTime, rotationTime) : rotateBefore,
    autoRotate: autoRotate === secretMark ? rotationTime !== undefined : autoRotate,
  };
}

function storedWindow(expirationTime: unknown, rotationTime: unknown): string | undefined {
  const [expires, rotates] = [parseIsoTime(expirationTime), parseIsoTime(rotationTime)];
  return expires && rotates ? `${(expires.getTime() - rotates.getTime()) / 1000}s` : undefined;
}
