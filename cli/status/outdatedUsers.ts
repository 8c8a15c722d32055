import { nameOf } from "./nameOf.js";
import type { ExportedResource } from "./stackExport.js";

/**
 * The resources, by name, that may still have the token that this one replaced: an `up` made the new one and broke off
 * before they had it. What the engine does tells it: until all that depends on a replacement is done, what it replaced
 * waits to be deleted, and whoever is done was modified after it was created.
 */
export function outdatedUsers(token: ExportedResource, all: readonly ExportedResource[]): readonly string[] {
  if (!all.some(({ urn, delete: waits }) => waits === true && urn === token.urn)) return [];
  const users = usersOf(
    token.urn,
    all.filter((resource) => resource.delete !== true),
  );
  // Anything but a later time, none included, counts as outdated.
  const isDone = ({ modified }: ExportedResource) =>
    Date.parse(`${modified}`) >= Date.parse(`${token.created}`);
  return users.filter((user) => !isDone(user)).map(({ urn }) => nameOf(urn));
}

/** All that took a property of it, also by way of others. */
function usersOf(urn: string, all: readonly ExportedResource[]): readonly ExportedResource[] {
  const found = new Map<string, ExportedResource>();
  const search = (wanted: string) => {
    for (const user of all) {
      if (found.has(user.urn) || !took(user, wanted)) continue;
      found.set(user.urn, user);
      search(user.urn);
    }
  };
  search(urn);
  return [...found.values()];
}

/** Who only waits for it (dependsOn) has nothing of it that could be old. */
function took({ propertyDependencies }: ExportedResource, urn: string): boolean {
  return Object.values(propertyDependencies ?? {})
    .flat()
    .includes(urn);
}
