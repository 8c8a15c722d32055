import { tokenType } from "../../provider/token/state.js";
import { formatIsoTime, parseIsoTime } from "../../provider/values/time.js";
import { outdatedUsers } from "./outdatedUsers.js";
import type { StackExport } from "./stackExport.js";
import { type TokenStatus, tokenStatus } from "./tokenStatus.js";

/** What there is to say of a stack's tokens at an instant. */
export interface StackStatus {
  readonly project?: string;
  readonly stack?: string;
  readonly now: string;
  /** When Pulumi last wrote the state: in an `up`, also one that changed nothing, or a refresh; not in a preview. */
  readonly lastUpdate?: string;
  /** What is due next first. */
  readonly tokens: readonly TokenStatus[];
}

/**
 * @param at the instant; only its whole seconds count, so that each span that is told of it is the same.
 * @param within how many seconds before its rotationTime a token counts as due already.
 */
export function stackStatus({ deployment }: StackExport, at: Date, within: number): StackStatus {
  const now = new Date(Math.floor(at.getTime() / 1000) * 1000);
  const resources = deployment.resources ?? [];
  // urn:pulumi:STACK::PROJECT::TYPE::NAME
  const [stack, project] = resources[0]?.urn.replace(/^urn:pulumi:/, "").split("::") ?? [];
  const lastUpdate = parseIsoTime(deployment.manifest?.time);
  const usersOf = outdatedUsers(resources);
  const tokens = resources.filter((resource) => resource.type === tokenType && resource.delete !== true);
  return {
    ...(project !== undefined && { project }),
    ...(stack !== undefined && { stack }),
    now: formatIsoTime(now),
    ...(lastUpdate && { lastUpdate: formatIsoTime(lastUpdate) }),
    tokens: tokens
      .map((token) => tokenStatus(token, { now, within, outdatedUsers: usersOf(token) }))
      .sort(byNext),
  };
}

/** Those first of which nothing is known, then what is due; those that are never due by when they expire. */
function byNext(one: TokenStatus, other: TokenStatus): number {
  return urgency(other) - urgency(one) || next(one) - next(other) || (one.urn < other.urn ? -1 : 1);
}

function urgency({ state }: TokenStatus): number {
  if (state === "unknown") return 2;
  return state === "due" || state === "expired" ? 1 : 0;
}

function next({ rotatesInSeconds, expiresInSeconds }: TokenStatus): number {
  return rotatesInSeconds ?? expiresInSeconds ?? 0;
}
