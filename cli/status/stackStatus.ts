import { tokenType } from "../../provider/token/state.js";
import { formatIsoTime, parseIsoTime } from "../../provider/values/time.js";
import { outdatedUsers } from "./outdatedUsers.js";
import { type PendingCreate, pendingCreates } from "./pendingCreates.js";
import { type ExportedResource, interruptedCreates, type StackExport } from "./stackExport.js";
import { missingTokenStatus, type TokenStatus, tokenStatus } from "./tokenStatus.js";

/** The status of a stack's tokens at an instant. */
export interface StackStatus {
  readonly project?: string;
  readonly stack?: string;
  readonly now: string;
  /** When Pulumi last wrote the state: in an `up`, also one that failed or changed nothing, or a refresh; not in a preview. */
  readonly lastUpdate?: string;
  /** The one due next comes first. */
  readonly tokens: readonly TokenStatus[];
  /** Creates of tokens, and of what uses them, that Pulumi lists as pending. Left out where there is none. */
  readonly pendingCreates?: readonly PendingCreate[];
}

/**
 * @param at the instant, rounded down to whole seconds, so that all spans counted from it agree.
 * @param within how many seconds before its rotationTime a token counts as due already.
 */
export function stackStatus(exported: StackExport, at: Date, within: number): StackStatus {
  const { deployment } = exported;
  const now = new Date(Math.floor(at.getTime() / 1000) * 1000);
  const resources = deployment.resources ?? [];
  // urn:pulumi:STACK::PROJECT::TYPE::NAME
  const interrupted = interruptedCreates(exported);
  const [stack, project] =
    (resources[0] ?? interrupted[0])?.urn.replace(/^urn:pulumi:/, "").split("::") ?? [];
  const lastUpdate = parseIsoTime(deployment.manifest?.time);
  const usersOf = outdatedUsers(resources);
  const tokens = resources.filter(isKeptToken);
  const pending = pendingCreates(resources, interrupted, tokens);
  return {
    ...(project !== undefined && { project }),
    ...(stack !== undefined && { stack }),
    now: formatIsoTime(now),
    ...(lastUpdate && { lastUpdate: formatIsoTime(lastUpdate) }),
    tokens: [
      ...tokens.map((token) => {
        const users = { outdatedUsers: usersOf(token), missingUsers: pending.usersOf(token) };
        return tokenStatus(token, { now, within, ...users });
      }),
      ...pending.tokens.map(missingTokenStatus),
    ].sort(byNext),
    ...(pending.all.length > 0 && { pendingCreates: pending.all }),
  };
}

function isKeptToken({ type, delete: isReplaced, external }: ExportedResource): boolean {
  return type === tokenType && isReplaced !== true && external !== true;
}

/** Unknown tokens first, then due ones, then by rotationTime; tokens that never rotate by expirationTime. */
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
