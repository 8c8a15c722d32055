import { type ExportedResource, nameOf } from "./stackExport.js";

/** So many are named of one token. One more is kept, to see that there are others. */
export const mostNamed = 5;

/**
 * Resources that may still hold the previous token because an `up` was interrupted after creating the new one, inferred
 * from what the engine records: it deletes a replaced resource only when all dependents are done, it modifies a
 * dependent after creating the replacement, and a failed `up` keeps the stack's old outputs. The state doesn't say
 * whether outputs were written, so they count as outdated until the old token is deleted.
 */
export function outdatedUsers(
  all: readonly ExportedResource[],
): (token: ExportedResource) => readonly string[] {
  const replaced = new Set(all.filter((resource) => resource.delete === true).map(({ urn }) => urn));
  const users = leastRecentUsers(all);
  const outputs = all.some(hasStackOutputs) ? ["the stack's outputs"] : [];
  return (token) => {
    if (!replaced.has(token.urn)) return [];
    const outdated = (users.get(token.urn) ?? []).filter((user) => !isDone(user, token));
    return [...outdated.map(({ urn }) => nameOf(urn)), ...outputs];
  };
}

/**
 * By URN, of all resources that used a property of it, directly or through others, those that were modified the longest
 * ago: enough to see whether one of them is outdated, and in one pass, however long the chains are. One that only waits
 * for it (dependsOn) holds nothing of it.
 */
function leastRecentUsers(
  all: readonly ExportedResource[],
): ReadonlyMap<string, readonly ExportedResource[]> {
  const users = new Map<string, readonly ExportedResource[]>();
  // The engine writes a resource after all that it uses.
  for (const user of all.toReversed()) {
    if (user.delete === true) continue;
    const through = users.get(user.urn) ?? [];
    for (const urn of new Set(Object.values(user.propertyDependencies ?? {}).flat())) {
      if (urn !== null) users.set(urn, leastRecent([...(users.get(urn) ?? []), user, ...through]));
    }
  }
  return users;
}

function leastRecent(users: readonly ExportedResource[]): readonly ExportedResource[] {
  return [...new Set(users)].sort((one, other) => modified(one) - modified(other)).slice(0, mostNamed + 1);
}

function modified({ modified }: ExportedResource): number {
  return instant(modified) || 0;
}

/** Not done without a later time, or without any. */
function isDone({ modified }: ExportedResource, { created }: ExportedResource): boolean {
  return instant(modified) >= instant(created);
}

/** NaN for none. An object can refuse to become text. */
function instant(time: unknown): number {
  return typeof time === "string" ? Date.parse(time) : Number.NaN;
}

function hasStackOutputs({ type, outputs }: ExportedResource): boolean {
  return type === "pulumi:pulumi:Stack" && Object.keys(outputs ?? {}).length > 0;
}
