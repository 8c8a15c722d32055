import { tokenType } from "../../provider/token/state.js";
import { formatIsoTime, parseIsoTime } from "../../provider/values/time.js";
import { type ExportedResource, nameOf, type StackExport } from "./stackExport.js";
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

/**
 * Finds, for a token, what may still have the one that it replaced: an `up` made the new one and broke off. What the
 * engine does tells it. Until all that depends on a replacement is done, what it replaced waits to be deleted; who has
 * the new one was modified after that was created; and an `up` that fails leaves the stack's outputs as they were. Whether
 * those were written the state doesn't say, so they count for as long as the old one waits.
 */
function outdatedUsers(all: readonly ExportedResource[]): (token: ExportedResource) => readonly string[] {
  const replaced = new Set(all.filter((resource) => resource.delete === true).map(({ urn }) => urn));
  const users = usersByWhatTheyTook(all);
  const outputs = all.some(hasStackOutputs) ? ["the stack's outputs"] : [];
  return (token) => {
    if (!replaced.has(token.urn)) return [];
    const outdated = allUsers(token.urn, users).filter((user) => !isDone(user, token));
    return [...outdated.map(({ urn }) => nameOf(urn)), ...outputs];
  };
}

type Users = ReadonlyMap<string, readonly ExportedResource[]>;

/** Who only waits for another (dependsOn) took nothing of it that could be old. */
function usersByWhatTheyTook(all: readonly ExportedResource[]): Users {
  const users = new Map<string, ExportedResource[]>();
  for (const user of all.filter((resource) => resource.delete !== true)) {
    const taken = new Set(Object.values(user.propertyDependencies ?? {}).flat());
    for (const urn of taken) if (urn !== null) users.set(urn, [...(users.get(urn) ?? []), user]);
  }
  return users;
}

/** All that took a property of it, also by way of others. */
function allUsers(urn: string, users: Users): readonly ExportedResource[] {
  const found = new Set(users.get(urn));
  // A set grows while it is walked, and what it has already isn't added again.
  for (const user of found) for (const next of users.get(user.urn) ?? []) found.add(next);
  return [...found];
}

/** Anything but a later time, none included, counts as not done. */
function isDone({ modified }: ExportedResource, { created }: ExportedResource): boolean {
  return Date.parse(`${modified}`) >= Date.parse(`${created}`);
}

function hasStackOutputs({ type, outputs }: ExportedResource): boolean {
  return type === "pulumi:pulumi:Stack" && Object.keys(outputs ?? {}).length > 0;
}
