import { nameOf } from "./nameOf.js";
import type { ExportedResource } from "./stackExport.js";

/**
 * Finds, for a token, what may still have the one that it replaced: an `up` made the new one and broke off. What the
 * engine does tells it. Until all that depends on a replacement is done, what it replaced waits to be deleted; who has
 * the new one was modified after that was created; and an `up` that fails leaves the stack's outputs as they were. Whether
 * those were written the state doesn't say, so they count for as long as the old one waits.
 */
export function outdatedUsers(
  all: readonly ExportedResource[],
): (token: ExportedResource) => readonly string[] {
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
