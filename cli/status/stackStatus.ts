import { tokenType } from "../../provider/token/state.js";
import { formatIsoTime, parseIsoTime } from "../../provider/values/time.js";
import { type ExportedResource, nameOf, type StackExport } from "./stackExport.js";
import { type TokenStatus, tokenStatus } from "./tokenStatus.js";

/** The status of a stack's tokens at an instant. */
export interface StackStatus {
  readonly project?: string;
  readonly stack?: string;
  readonly now: string;
  /** When Pulumi last wrote the state: in an `up`, also one that changed nothing, or a refresh; not in a preview. */
  readonly lastUpdate?: string;
  /** The one due next comes first. */
  readonly tokens: readonly TokenStatus[];
}

/**
 * @param at the instant, rounded down to whole seconds, so that all spans counted from it agree.
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

/**
 * Resources that may still hold the previous token because an `up` was interrupted after creating the new one, inferred
 * from what the engine records: it deletes a replaced resource only when all dependents are done, it modifies a
 * dependent after creating the replacement, and a failed `up` keeps the stack's old outputs. The state doesn't say
 * whether outputs were written, so they count as outdated until the old token is deleted.
 */
function outdatedUsers(all: readonly ExportedResource[]): (token: ExportedResource) => readonly string[] {
  const replaced = new Set(all.filter((resource) => resource.delete === true).map(({ urn }) => urn));
  const users = usersOfProperties(all);
  const outputs = all.some(hasStackOutputs) ? ["the stack's outputs"] : [];
  return (token) => {
    if (!replaced.has(token.urn)) return [];
    const outdated = allUsers(token.urn, users).filter((user) => !isDone(user, token));
    return [...outdated.map(({ urn }) => nameOf(urn)), ...outputs];
  };
}

type Users = ReadonlyMap<string, readonly ExportedResource[]>;

/** By URN, the resources that used a property of it. One that only waits for it (dependsOn) holds nothing of it. */
function usersOfProperties(all: readonly ExportedResource[]): Users {
  const users = new Map<string, ExportedResource[]>();
  for (const user of all.filter((resource) => resource.delete !== true)) {
    const taken = new Set(Object.values(user.propertyDependencies ?? {}).flat());
    for (const urn of taken) if (urn !== null) users.set(urn, [...(users.get(urn) ?? []), user]);
  }
  return users;
}

/** Every resource that used a property of it, directly or through others. */
function allUsers(urn: string, users: Users): readonly ExportedResource[] {
  const found = new Set(users.get(urn));
  // A set grows while it is walked, and what it has already isn't added again.
  for (const user of found) for (const next of users.get(user.urn) ?? []) found.add(next);
  return [...found];
}

/** Not done without a later time, or without any. */
function isDone({ modified }: ExportedResource, { created }: ExportedResource): boolean {
  return Date.parse(`${modified}`) >= Date.parse(`${created}`);
}

function hasStackOutputs({ type, outputs }: ExportedResource): boolean {
  return type === "pulumi:pulumi:Stack" && Object.keys(outputs ?? {}).length > 0;
}
