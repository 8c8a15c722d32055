import { limits } from "../values/service.js";
import { parseDuration, parseIsoTime } from "../values/time.js";

/** The parts of a token's state that decide on its rotation, as they stand there: nothing is assumed of them. */
export interface RotationFacts {
  issuedTime?: unknown;
  expirationTime?: unknown;
  duration?: unknown;
  rotateBefore?: unknown;
  autoRotate?: unknown;
}

/** Where the window came from: a given `rotateBefore`, the default, or the default since `rotateBefore` didn't fit. */
export type WindowOrigin = "rotateBefore" | "third" | "clamped";

/** What {@link decideRotation} says of a token that can be read. Times are whole seconds. */
export interface Rotation {
  /** `manual`: autoRotate is off. Otherwise `fresh` before rotationTime, `due` from then on, `expired` at the end. */
  state: "fresh" | "due" | "expired" | "manual";
  expired: boolean;
  expirationTime: Date;
  /** When the token becomes due, whatever autoRotate says. */
  rotationTime: Date;
  lifetimeSeconds: number;
  windowSeconds: number;
  windowOrigin: WindowOrigin;
}

/**
 * The one rule of rotation, for everyone who asks: a token is due from `expirationTime - window` on, inclusive.
 * The window is `rotateBefore`, by default a third of the token's actual lifetime; also where `rotateBefore` is
 * not shorter than that lifetime (the service gave less than was asked), since it would rotate at each run.
 * Pure; never throws. `undefined` where no expiration can be read.
 */
export function decideRotation(token: RotationFacts, now: Date): Rotation | undefined {
  const expirationTime = parseIsoTime(token.expirationTime);
  if (!expirationTime) return undefined;
  const lifetimeSeconds = lifetime(token, expirationTime);
  const { windowSeconds, windowOrigin } = decideWindow(token.rotateBefore, lifetimeSeconds);
  const rotationTime = new Date(expirationTime.getTime() - windowSeconds * 1000);
  const expired = now >= expirationTime;
  const state =
    token.autoRotate === false ? "manual" : expired ? "expired" : now >= rotationTime ? "due" : "fresh";
  return { state, expired, expirationTime, rotationTime, lifetimeSeconds, windowSeconds, windowOrigin };
}

function lifetime(token: RotationFacts, expirationTime: Date): number {
  const issuedTime = parseIsoTime(token.issuedTime);
  if (issuedTime) return Math.max(0, (expirationTime.getTime() - issuedTime.getTime()) / 1000);
  const asked = parseDuration(token.duration);
  const { defaultMinutes, maxMinutes } = limits.duration;
  return "seconds" in asked && asked.seconds <= maxMinutes * 60 ? asked.seconds : defaultMinutes * 60;
}

function decideWindow(
  rotateBefore: unknown,
  lifetimeSeconds: number,
): Pick<Rotation, "windowSeconds" | "windowOrigin"> {
  const third = Math.floor(lifetimeSeconds / 3);
  const given = parseDuration(rotateBefore);
  if (!("seconds" in given)) return { windowSeconds: third, windowOrigin: "third" };
  if (given.seconds >= lifetimeSeconds) return { windowSeconds: third, windowOrigin: "clamped" };
  return { windowSeconds: given.seconds, windowOrigin: "rotateBefore" };
}
