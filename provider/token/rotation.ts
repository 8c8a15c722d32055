import { limits } from "../values/service.js";
import { formatIsoTime, formatSpan, parseDuration, parseIsoTime } from "../values/time.js";

/** The parts of a token's state that decide on its rotation, as they stand there: nothing is assumed of them. */
export interface RotationFacts {
  issuedTime?: unknown;
  expirationTime?: unknown;
  duration?: unknown;
  rotateBefore?: unknown;
  autoRotate?: unknown;
}

/** Where the window came from: a given `rotateBefore`, the default, or the default since `rotateBefore` didn't fit. */
type WindowOrigin = "rotateBefore" | "third" | "clamped";

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

/** A token's outputs with their `rotationTime`, which is left out while autoRotate is false. */
export function withRotationTime(outs: Record<string, unknown>): Record<string, unknown> {
  const { rotationTime: _, ...others } = outs;
  // Neither time depends on now.
  const rotation = decideRotation(others, new Date(0));
  if (!rotation || rotation.state === "manual") return others;
  return { ...others, rotationTime: formatIsoTime(rotation.rotationTime) };
}

/**
 * Why a token is to be replaced by the next `pulumi up`, going by its state and what {@link decideRotation} says of
 * it; `undefined` where it is to be left alone.
 */
export function replacementReason(
  state: Record<string, unknown>,
  rotation: Rotation | undefined,
  now: Date,
): string | undefined {
  return lossReason(state) ?? timeReason(rotation, now);
}

/** A state that was edited or restored by hand: nothing but a new token can fill what is missing. */
function lossReason(state: Record<string, unknown>): string | undefined {
  const missing = ["token", "participantId"].filter(
    (name) => typeof state[name] !== "string" || state[name] === "",
  );
  return missing.length === 0 ? undefined : `its state holds no ${missing.join(" and no ")}`;
}

function timeReason(rotation: Rotation | undefined, now: Date): string | undefined {
  if (!rotation)
    return "its state holds no expirationTime that can be read, so nothing tells how long it is valid";
  return rotation.state === "due" || rotation.state === "expired" ? rotationReason(rotation, now) : undefined;
}

/** The sentence that says why a token is replaced, or that it should be: the window, the expiry, what follows. */
function rotationReason(rotation: Rotation, now: Date): string {
  return rotation.expired ? expiredReason(rotation, now) : dueReason(rotation, now);
}

function dueReason(rotation: Rotation, now: Date): string {
  const left = formatSpan((rotation.expirationTime.getTime() - now.getTime()) / 1000);
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
  return `to rotate in time, pulumi up must run at least every ${formatSpan(rotation.windowSeconds)}, its window: ${windowReason(rotation)}`;
}

/** Where the window comes from, in words. */
export function windowReason({ windowSeconds, windowOrigin, lifetimeSeconds }: Rotation): string {
  const window = `${formatSpan(windowSeconds)} before expiration`;
  const life = `its actual lifetime of ${formatSpan(lifetimeSeconds)}`;
  if (windowOrigin === "rotateBefore") return `${window} (rotateBefore)`;
  if (windowOrigin === "third") return `${window} (a third of ${life})`;
  return `${window} (a third of ${life}, because rotateBefore is not shorter than that)`;
}

/** For how long a token has been expired, in words. */
export function expiredSince({ expirationTime }: Rotation, now: Date): string {
  const ago = formatSpan((now.getTime() - expirationTime.getTime()) / 1000);
  return `it expired ${ago} ago (${formatIsoTime(expirationTime)})`;
}
