import { expiredSince } from "../../provider/expiredSince.js";
import { formatIsoTime } from "../../provider/isoTime.js";
import { replacementReason } from "../../provider/replacementReason.js";
import { decideRotation, type Rotation } from "../../provider/rotation.js";
import { span } from "../../provider/span.js";
import { readableFacts } from "./readableFacts.js";
import { secretMark, shownValue } from "./shownValue.js";
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
   * `due`: the next `pulumi up` replaces it. `manual`: autoRotate is off. `unknown`: its expirationTime is a secret,
   * which only `pulumi up` can read.
   */
  readonly state: "fresh" | "due" | "expired" | "manual" | "unknown";
  /** Why it isn't fresh. */
  readonly reason?: string;
}

/**
 * Decides on a token of an exported state as diff does, by what the last `up` left there.
 *
 * @param within how many seconds before its rotationTime a token counts as due already.
 */
export function tokenStatus({ urn, outputs = {} }: ExportedResource, now: Date, within: number): TokenStatus {
  const state = shownValue(outputs) as Record<string, unknown>;
  const facts = readableFacts(state);
  const identity = { name: urn.split("::").at(-1) ?? urn, urn, ...strings(state) };
  const autoRotate = facts.autoRotate !== false;
  if (state.expirationTime === secretMark)
    return { ...identity, autoRotate, state: "unknown", reason: unreadable };
  const rotation = decideRotation(facts, now);
  const replacement = replacementReason(state, rotation, now) ?? soonReason(rotation, now, within);
  const reason = replacement ?? keptReason(rotation, now);
  return {
    ...identity,
    ...(rotation && times(rotation, now)),
    autoRotate,
    state: verdict(rotation, replacement !== undefined),
    ...(reason !== undefined && { reason }),
  };
}

const unreadable =
  "its expirationTime is a secret in the state, which nothing reads here: take it out of additionalSecretOutputs";

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
  const left = (time: Date) => Math.floor((time.getTime() - now.getTime()) / 1000);
  return {
    expirationTime: formatIsoTime(expirationTime),
    expiresInSeconds: left(expirationTime),
    ...(state !== "manual" && {
      rotationTime: formatIsoTime(rotationTime),
      rotatesInSeconds: left(rotationTime),
    }),
  };
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

function verdict(rotation: Rotation | undefined, isReplaced: boolean): TokenStatus["state"] {
  if (rotation?.state === "expired") return "expired";
  return isReplaced || !rotation ? "due" : rotation.state;
}
