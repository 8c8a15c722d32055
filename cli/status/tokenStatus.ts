import {
  decideRotation,
  expiredSince,
  type Rotation,
  type RotationFacts,
  replacementReason,
} from "../../provider/token/rotation.js";
import { isMap, secretKey } from "../../provider/values/pulumiValues.js";
import { limits } from "../../provider/values/service.js";
import { formatIsoTime, formatSpan, parseIsoTime } from "../../provider/values/time.js";
import { type ExportedResource, nameOf } from "./stackExport.js";

/** What there is to say of one token. Secret inputs are `"[secret]"`; what isn't known is left out. */
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
  /** Left out while autoRotate is off, as the next is. */
  readonly rotationTime?: string;
  readonly rotatesInSeconds?: number;
  readonly autoRotate: boolean;
  /**
   * `due`: the next `pulumi up` replaces it, or hands it to what an `up` that broke off left without it. `manual`:
   * autoRotate is off. `unknown`: a time that decides is a secret, which only `pulumi up` can read.
   */
  readonly state: "fresh" | "due" | "expired" | "manual" | "unknown";
  /** Why it isn't fresh. */
  readonly reason?: string;
}

/** By what a token's status is told. */
interface Circumstances {
  /** In whole seconds, as all times of a token are. */
  readonly now: Date;
  /** How many seconds before its rotationTime a token counts as due already. */
  readonly within: number;
  /** What may still have the token that it replaced. */
  readonly outdatedUsers: readonly string[];
}

/** Decides on a token of an exported state as diff does, by what the last `up` left there. */
export function tokenStatus(
  resource: ExportedResource,
  { now, within, outdatedUsers }: Circumstances,
): TokenStatus {
  const { urn, outputs } = resource;
  const state = shownValue(outputs ?? {}) as Record<string, unknown>;
  const facts = readableFacts(state);
  const identity = { name: nameOf(urn), urn, ...strings(state) };
  if (facts === undefined) return { ...identity, autoRotate: true, state: "unknown", reason: unreadable };
  const rotation = decideRotation(facts, now);
  const dueReason =
    replacementReason(state, rotation, now) ??
    markReason(resource) ??
    unfinishedReason(outdatedUsers) ??
    soonReason(rotation, now, within);
  const reason = dueReason ?? keptReason(rotation, now);
  return {
    ...identity,
    ...(rotation && times(rotation, now)),
    autoRotate: facts.autoRotate !== false,
    state: verdict(rotation, dueReason !== undefined),
    ...(reason !== undefined && { reason }),
  };
}

const unreadable =
  "its expirationTime or rotationTime is a secret in the state, which nothing reads here: take it out of additionalSecretOutputs";

function strings(state: Record<string, unknown>) {
  const { capabilities } = state;
  const names = ["participantId", "userId", "stageArn", "issuedTime"] as const;
  const found = names.filter((name) => typeof state[name] === "string").map((name) => [name, state[name]]);
  return {
    ...(Object.fromEntries(found) as { readonly [name in (typeof names)[number]]?: string }),
    ...(Array.isArray(capabilities) && { capabilities: capabilities.map(String) }),
    ...(capabilities === secretMark && { capabilities: secretMark }),
  };
}

function times(rotation: Rotation, now: Date) {
  const { expirationTime, rotationTime, state } = rotation;
  const left = (time: Date) => (time.getTime() - now.getTime()) / 1000;
  return {
    expirationTime: formatIsoTime(expirationTime),
    expiresInSeconds: left(expirationTime),
    ...(state !== "manual" && {
      rotationTime: formatIsoTime(rotationTime),
      rotatesInSeconds: left(rotationTime),
    }),
  };
}

/** What the engine, or a person, noted in the state. */
function markReason({ taint, pendingReplacement }: ExportedResource): string | undefined {
  if (taint === true) return "it was tainted (pulumi state taint)";
  return pendingReplacement === true ? "it is deleted already, and its replacement wasn't made" : undefined;
}

function unfinishedReason(users: readonly string[]): string | undefined {
  if (users.length === 0) return undefined;
  const few = users.length > 5 ? [...users.slice(0, 4), `${users.length - 4} others`] : users;
  return `an up that replaced it didn't finish: ${few.join(", ")} may still have the token before it`;
}

function soonReason(rotation: Rotation | undefined, now: Date, within: number): string | undefined {
  if (rotation?.state !== "fresh") return undefined;
  const seconds = (rotation.rotationTime.getTime() - now.getTime()) / 1000;
  return seconds > within
    ? undefined
    : `it is due in ${formatSpan(seconds)} (${formatIsoTime(rotation.rotationTime)})`;
}

function keptReason(rotation: Rotation | undefined, now: Date): string | undefined {
  if (!rotation?.expired) return undefined;
  return `${expiredSince(rotation, now)}, and is kept because autoRotate is false`;
}

function verdict(rotation: Rotation | undefined, isDue: boolean): TokenStatus["state"] {
  if (rotation?.state === "expired") return "expired";
  return isDue || !rotation ? "due" : rotation.state;
}

/**
 * What decides on a rotation, with what can't be read because it is a secret made good from the stored rotationTime,
 * which `up` wrote by the same rule: it is left out while autoRotate is off, and its distance from expirationTime is
 * the window. `undefined` where that is a secret too.
 */
function readableFacts(state: Readonly<Record<string, unknown>>): RotationFacts | undefined {
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

/** A value of an exported state, with the mark in place of each secret, in which nothing looks. */
function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownValue);
  if (!isMap(value)) return value;
  if (secretKey in value) return secretMark;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shownValue(member)]));
}

/** What stands in place of a secret, whatever it holds. */
const secretMark = "[secret]";
