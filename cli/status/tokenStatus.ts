import {
  decideRotation,
  expiredSince,
  type Rotation,
  replacementReason,
} from "../../provider/token/rotation.js";
import { formatIsoTime, span } from "../../provider/values/time.js";
import { nameOf } from "./nameOf.js";
import { readableFacts } from "./readableFacts.js";
import { secretMark } from "./secretMark.js";
import { shownValue } from "./shownValue.js";
import type { ExportedResource } from "./stackExport.js";

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
    : `it is due in ${span(seconds)} (${formatIsoTime(rotation.rotationTime)})`;
}

function keptReason(rotation: Rotation | undefined, now: Date): string | undefined {
  if (!rotation?.expired) return undefined;
  return `${expiredSince(rotation, now)}, and is kept because autoRotate is false`;
}

function verdict(rotation: Rotation | undefined, isDue: boolean): TokenStatus["state"] {
  if (rotation?.state === "expired") return "expired";
  return isDue || !rotation ? "due" : rotation.state;
}
