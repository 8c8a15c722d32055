import {
  correctedTime,
  expiryReason,
  type RotationSchedule,
  replacementReason,
  rotationSchedule,
  rotationState,
  secondsBehind,
  shortFreshNote,
} from "../../provider/token/rotation.js";
import { readState, type StoredState } from "../../provider/token/state.js";
import { isMap } from "../../provider/values/pulumiValues.js";
import { describeValue } from "../../provider/values/redaction.js";
import { formatIsoTime, formatSpan, roundSpan } from "../../provider/values/time.js";
import { mostNamed } from "./outdatedUsers.js";
import { type ExportedResource, nameOf } from "./stackExport.js";
import { rotationFactsWithoutSecrets, secretMark, withoutSecrets } from "./withoutSecrets.js";

/** The status of one token. Secret inputs are `"[secret]"`; unknown values are left out. */
export interface TokenStatus {
  readonly name: string;
  readonly urn: string;
  readonly participantId?: string;
  readonly userId?: string;
  readonly stageArn?: string;
  readonly capabilities?: readonly string[] | string;
  readonly issuedTime?: string;
  readonly expirationTime?: string;
  /** Below 0 once expired. */
  readonly expiresInSeconds?: number;
  /** Left out while autoRotate is off, like rotatesInSeconds. */
  readonly rotationTime?: string;
  readonly rotatesInSeconds?: number;
  readonly autoRotate: boolean;
  /**
   * `due`: the next `pulumi up` replaces it, or passes it on to resources that an interrupted `up` didn't reach.
   * `manual`: autoRotate is off. `unknown`: a time that decides is a secret, which only `pulumi up` can read.
   */
  readonly state: "fresh" | "due" | "expired" | "manual" | "unknown";
  /** Why it isn't fresh. */
  readonly reason?: string;
  /** What else there is to know about when it rotates. */
  readonly notes?: readonly string[];
}

export function isExpired({ expiresInSeconds }: TokenStatus): boolean {
  return expiresInSeconds !== undefined && expiresInSeconds <= 0;
}

/** What a token's status depends on besides its state. */
interface Circumstances {
  /** In whole seconds, as all times of a token are. */
  readonly now: Date;
  /** How many seconds before its rotationTime a token counts as due already. */
  readonly within: number;
  /** Names of resources that may still hold the token that it replaced. */
  readonly outdatedUsers: readonly string[];
  /** Names of resources that use it and that an interrupted `up` didn't create. */
  readonly missingUsers: readonly string[];
}

/** Decides on a token of an exported state as diff does, from what the last `up` stored. */
export function tokenStatus(
  resource: ExportedResource,
  { now, within, outdatedUsers, missingUsers }: Circumstances,
): TokenStatus {
  const { urn, outputs } = resource;
  const shown = withoutSecrets(outputs ?? {});
  const state = readState(shown);
  const facts = rotationFactsWithoutSecrets(state, (name) => shown[name] === secretMark);
  const identity = { name: nameOf(urn), urn, ...strings(shown) };
  const undone = unfinishedReason(outdatedUsers) ?? missingReason(missingUsers);
  if (facts === undefined) {
    const known = markReason(resource) ?? undone;
    const found = { state: known ? "due" : "unknown", reason: known ?? unreadable } as const;
    return { ...identity, autoRotate: true, ...found };
  }
  const schedule = rotationSchedule(facts);
  const time = correctedTime(now, state);
  const dueReason =
    withProtection(resource, replacementReason(state, schedule, now) ?? markReason(resource)) ??
    undone ??
    withProtection(resource, soonReason(schedule, time, within));
  const reason = dueReason ?? keptReason(state, schedule, now);
  const notes = notesOn(state, schedule, now);
  return {
    ...identity,
    ...(schedule && times(schedule, time)),
    autoRotate: facts.autoRotate !== false,
    state: verdict(schedule, time, dueReason !== undefined),
    ...(reason !== undefined && { reason }),
    ...(notes.length > 0 && { notes }),
  };
}

/** A token that an interrupted `up` was creating, and that the state doesn't hold: known by its inputs alone. */
export function missingTokenStatus({ urn, inputs }: ExportedResource): TokenStatus {
  const shown = withoutSecrets(isMap(inputs) ? inputs : {});
  return {
    name: nameOf(urn),
    urn,
    ...strings(shown),
    autoRotate: shown.autoRotate !== false,
    state: "due",
    reason: `the up that creates it did not finish${unlessDeclared}`,
  };
}

const unlessDeclared =
  ": the next up creates it. If the program no longer declares it, run pulumi refresh --clear-pending-creates";

const unreadable =
  "its expirationTime, rotationTime or clockSkew is a secret in the state, and status reads no secrets: take it out of additionalSecretOutputs";

function strings(shown: Record<string, unknown>) {
  const { capabilities } = shown;
  const names = ["participantId", "userId", "stageArn", "issuedTime"] as const;
  const found = names.filter((name) => typeof shown[name] === "string").map((name) => [name, shown[name]]);
  return {
    ...(Object.fromEntries(found) as { readonly [name in (typeof names)[number]]?: string }),
    ...(Array.isArray(capabilities) && { capabilities: capabilities.map(text) }),
    ...(capabilities === secretMark && { capabilities: secretMark }),
  };
}

/** An object can refuse to become text. */
function text(value: unknown): string {
  return typeof value === "string" ? value : describeValue(value);
}

function times({ expirationTime, rotationTime }: RotationSchedule, now: Date) {
  const left = (time: Date) => (time.getTime() - now.getTime()) / 1000;
  return {
    expirationTime: formatIsoTime(expirationTime),
    expiresInSeconds: left(expirationTime),
    ...(rotationTime && {
      rotationTime: formatIsoTime(rotationTime),
      rotatesInSeconds: left(rotationTime),
    }),
  };
}

/** A mark that the engine, or a person, left in the state. */
function markReason({ taint, pendingReplacement }: ExportedResource): string | undefined {
  if (taint === true) return "it was tainted (pulumi state taint)";
  return pendingReplacement === true
    ? "it was already deleted, but its replacement was not created"
    : undefined;
}

function unfinishedReason(users: readonly string[]): string | undefined {
  if (users.length === 0) return undefined;
  return `the up that replaced it was interrupted: ${few(users)} may still have the previous token`;
}

function missingReason(users: readonly string[]): string | undefined {
  if (users.length === 0) return undefined;
  return `the up that creates ${few(users)} with it did not finish${unlessDeclared}`;
}

/** Names, as a part of a sentence. */
export function few(names: readonly string[]): string {
  return (names.length > mostNamed ? [...names.slice(0, mostNamed - 1), "others"] : names).join(", ");
}

/** The engine refuses to replace a protected resource, and the whole `up` fails. */
function withProtection({ protect }: ExportedResource, reason: string | undefined): string | undefined {
  return reason === undefined || protect !== true
    ? reason
    : `${reason}; it is protected, so pulumi up fails until the program sets protect no more`;
}

function soonReason(schedule: RotationSchedule | undefined, now: Date, within: number): string | undefined {
  if (!schedule?.rotationTime) return undefined;
  const seconds = (schedule.rotationTime.getTime() - now.getTime()) / 1000;
  return seconds > within
    ? undefined
    : `it is due in ${formatSpan(seconds)} (${formatIsoTime(schedule.rotationTime)})`;
}

function keptReason(
  state: StoredState,
  schedule: RotationSchedule | undefined,
  now: Date,
): string | undefined {
  const expiry = schedule && expiryReason(state, schedule, now);
  return expiry && `${expiry}, and is kept because autoRotate is false`;
}

function notesOn(state: StoredState, schedule: RotationSchedule | undefined, now: Date): string[] {
  if (!schedule) return [];
  const short = schedule.rotationTime && shortFreshNote(schedule);
  const clock = behindNote(secondsBehind(now, state, schedule)) ?? skewNote(state.clockSkew ?? 0, schedule);
  return [clock, short].filter((note) => note !== undefined);
}

function behindNote(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  return (
    `this machine's clock is at least ${formatSpan(seconds)} behind, as it says a time before the mint: what is left is ` +
    "counted from the mint, and by a right clock it may be due, or expired"
  );
}

/** Nothing depends on a clock that was ahead where no time makes the token due: what is left isn't counted by it. */
function skewNote(clockSkew: number, { expirationTime, rotationTime }: RotationSchedule): string | undefined {
  const span = roundSpan(clockSkew);
  if (clockSkew < 0) {
    return (
      `the clock of the machine that minted it was ${span} behind: what is left is counted by this machine's clock ` +
      `plus ${span}; if that clock is right by now, it is valid until ${formatIsoTime(expirationTime)} without that`
    );
  }
  if (clockSkew === 0 || !rotationTime) return undefined;
  return `the clock of the machine that minted it was ${span} ahead: a pulumi up there replaces it ${span} too early`;
}

function verdict(schedule: RotationSchedule | undefined, now: Date, isDue: boolean): TokenStatus["state"] {
  const state = schedule?.rotationTime ? rotationState(schedule, now) : "manual";
  if (state === "expired") return state;
  return isDue || !schedule ? "due" : state;
}
