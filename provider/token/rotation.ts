import { limits } from "../values/service.js";
import { formatIsoTime, formatSpan, parseDuration, parseIsoTime, roundSpan } from "../values/time.js";
import { clockGrace } from "./mintTimes.js";
import type { StoredState } from "./state.js";

/** The parts of a token's state that decide on its rotation. */
export type RotationFacts = Pick<
  StoredState,
  "issuedTime" | "expirationTime" | "duration" | "rotateBefore" | "autoRotate"
>;

/** When a token is due and when it expires. Times and spans are whole seconds. */
export interface RotationSchedule {
  expirationTime: Date;
  /** `expirationTime - window`. Absent while `autoRotate` is off: the token is never due. */
  rotationTime?: Date;
  /** Seconds before expiration from which on the token is due. */
  window: number;
  /** A given `rotateBefore`, the default of a third, or that third because `rotateBefore` is not shorter than the life. */
  origin: "rotateBefore" | "third" | "clamped";
  /** Seconds from issue to expiration. */
  lifetime: number;
}

/** Where a token is in its life. Without a rotationTime it is fresh until it expires. */
export type RotationState = "fresh" | "due" | "expired";

/**
 * The one rule of rotation, for everyone who asks: a token is due from `expirationTime - window` on, inclusive.
 * The window is `rotateBefore`, by default a third of the token's actual lifetime. The third also applies where
 * `rotateBefore` is not shorter than that lifetime (the service gave less than was asked): otherwise the token would
 * rotate at each run. A function of the token alone. Pure; never throws.
 *
 * @returns `undefined` where no expiration can be read.
 */
export function rotationSchedule(token: RotationFacts): RotationSchedule | undefined {
  const expirationTime = parseIsoTime(token.expirationTime);
  if (!expirationTime) return undefined;
  const lifetime = actualLifetime(token, expirationTime);
  const schedule = { expirationTime, lifetime, ...decideWindow(token.rotateBefore, lifetime) };
  if (token.autoRotate === false) return schedule;
  return { ...schedule, rotationTime: new Date(expirationTime.getTime() - schedule.window * 1000) };
}

/**
 * This machine's clock, corrected by what it was behind when the token was minted. One that was ahead isn't corrected:
 * it may have been set right since, and the token would then be replaced too late. Too early does no harm, and can't
 * repeat itself, as each mint measures anew. No time is before the mint: a clock of another machine that says so is
 * behind too, nobody knows by how much.
 */
export function correctedTime(now: Date, token: MintedTimes): Date {
  return new Date(Math.max(withoutSkew(now, token), issueOf(token)?.getTime() ?? 0));
}

type MintedTimes = Pick<StoredState, "clockSkew" | "issuedTime" | "expirationTime">;

function withoutSkew(now: Date, { clockSkew = 0 }: MintedTimes): number {
  return now.getTime() - Math.min(0, clockSkew) * 1000;
}

/** By how many seconds at least this machine's clock is behind, where it says that the token isn't minted yet. */
export function secondsBehind(
  now: Date,
  token: MintedTimes,
  { lifetime }: RotationSchedule,
): number | undefined {
  const issued = issueOf(token)?.getTime() ?? 0;
  const isBehind = issued - withoutSkew(now, token) > clockGrace(lifetime) * 1000;
  return isBehind ? (issued - now.getTime()) / 1000 : undefined;
}

/** Where it can be: a damaged state may have one that is after its expiration. */
function issueOf({ issuedTime, expirationTime }: MintedTimes): Date | undefined {
  const [issued, expires] = [parseIsoTime(issuedTime), parseIsoTime(expirationTime)];
  return issued && expires && issued < expires ? issued : undefined;
}

/** Due from its rotationTime on, expired from its expirationTime on, both inclusive. */
export function rotationState(schedule: RotationSchedule, now: Date): RotationState {
  if (now >= schedule.expirationTime) return "expired";
  return schedule.rotationTime && now >= schedule.rotationTime ? "due" : "fresh";
}

function actualLifetime(token: RotationFacts, expirationTime: Date): number {
  const issued = issueOf(token);
  if (issued) return (expirationTime.getTime() - issued.getTime()) / 1000;
  const asked = parseDuration(token.duration);
  const { defaultMinutes, maxMinutes } = limits.duration;
  return "seconds" in asked && asked.seconds <= maxMinutes * 60 ? asked.seconds : defaultMinutes * 60;
}

function decideWindow(rotateBefore: unknown, lifetime: number): Pick<RotationSchedule, "window" | "origin"> {
  const third = Math.floor(lifetime / 3);
  const given = parseDuration(rotateBefore);
  if (!("seconds" in given)) return { window: third, origin: "third" };
  if (given.seconds >= lifetime) return { window: third, origin: "clamped" };
  return { window: given.seconds, origin: "rotateBefore" };
}

/** A token's state with its `rotationTime`, which is undefined while autoRotate is false. */
export function withRotationTime<State extends RotationFacts>(
  state: State,
): State & { rotationTime: string | undefined } {
  const rotationTime = rotationSchedule(state)?.rotationTime;
  return { ...state, rotationTime: rotationTime && formatIsoTime(rotationTime) };
}

/**
 * Why the next `pulumi up` replaces a token, by its state and its schedule; `undefined` where it leaves the token alone.
 *
 * @param now by this machine's clock.
 */
export function replacementReason(
  state: StoredState,
  schedule: RotationSchedule | undefined,
  now: Date,
): string | undefined {
  const loss = lossReason(state, schedule);
  return loss !== undefined || !schedule ? loss : withSkew(state, timeReason(schedule, clocks(state, now)));
}

/** Why nobody can join with a token any more, by its state and its schedule; `undefined` before its end. */
export function expiryReason(state: StoredState, schedule: RotationSchedule, now: Date): string | undefined {
  const times = clocks(state, now);
  const isExpired = rotationState(schedule, times.corrected) === "expired";
  return isExpired ? withSkew(state, expiredSince(schedule, times)) : undefined;
}

/** This machine's time as it is, and the one that decides. */
interface Clocks {
  now: Date;
  corrected: Date;
}

function clocks(state: StoredState, now: Date): Clocks {
  return { now, corrected: correctedTime(now, state) };
}

/** A reason that the corrected time gave says so. */
function withSkew({ clockSkew = 0 }: StoredState, reason: string | undefined): string | undefined {
  if (reason === undefined || clockSkew >= 0) return reason;
  return `by this machine's clock and the ${roundSpan(clockSkew)} that it was behind when the token was minted, ${reason}`;
}

/** A state that was edited or restored by hand: nothing but a new token can fill what is missing. */
function lossReason(state: StoredState, schedule: RotationSchedule | undefined): string | undefined {
  const missing = (["token", "participantId"] as const).filter((name) => !state[name]);
  if (missing.length > 0) return `its state holds no ${missing.join(" and no ")}`;
  return schedule
    ? undefined
    : "its state holds no expirationTime that can be read, so how long it is valid is not known";
}

function timeReason(schedule: RotationSchedule, times: Clocks): string | undefined {
  if (!schedule.rotationTime) return undefined;
  const state = rotationState(schedule, times.corrected);
  if (state === "fresh") return undefined;
  return state === "expired"
    ? `${expiredSince(schedule, times)}; ${howOften(schedule)}`
    : inWindow(schedule, times.corrected);
}

function inWindow(schedule: RotationSchedule, now: Date): string {
  const left = formatSpan((schedule.expirationTime.getTime() - now.getTime()) / 1000);
  const when = formatIsoTime(schedule.expirationTime);
  return `it expires in ${left} (${when}), inside its window of ${windowReason(schedule)}`;
}

function howOften(schedule: RotationSchedule): string {
  if (schedule.window === 0) {
    return "its window is 0, so it rotates only once expired: set rotateBefore above the longest gap between two runs of pulumi up";
  }
  return `to rotate in time, pulumi up must run at least every ${formatSpan(schedule.window)}, its window: ${windowReason(schedule)}`;
}

/** A window and its origin, as a part of a sentence. */
export function windowReason({ window, origin, lifetime }: RotationSchedule): string {
  const before = `${formatSpan(window)} before expiration`;
  const life = `its actual lifetime of ${formatSpan(lifetime)}`;
  if (origin === "rotateBefore") return `${before} (rotateBefore)`;
  if (origin === "third") return `${before} (a third of ${life})`;
  return `${before} (a third of ${life}, because rotateBefore is not shorter than that)`;
}

/**
 * Where so little of a life comes before its window that runs of pulumi up hardly meet a fresh token: less than an hour
 * and less than a tenth of the life.
 */
export function shortFreshNote({
  window,
  lifetime,
}: Pick<RotationSchedule, "window" | "lifetime">): string | undefined {
  const fresh = lifetime - window;
  if (fresh <= 0 || fresh >= Math.min(3600, lifetime / 10)) return undefined;
  return (
    `a window of ${formatSpan(window)} leaves only ${formatSpan(fresh)} of its ${formatSpan(lifetime)} before it: ` +
    "each pulumi up that comes later than that rotates it, so make rotateBefore shorter"
  );
}

/** How long ago a token expired, as a part of a sentence. */
function expiredSince({ expirationTime }: RotationSchedule, { now, corrected }: Clocks): string {
  const ago = formatSpan((corrected.getTime() - expirationTime.getTime()) / 1000);
  const otherwise = now < expirationTime ? "; if that clock is right by now, it is valid until then" : "";
  return `it expired ${ago} ago (${formatIsoTime(expirationTime)}${otherwise})`;
}
