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
  return users.filter((user) => !isDone(user)).map(({ urn }) => urn.split("::").at(-1) ?? urn);
}

/** All that depends on it, also by way of others. */
function usersOf(urn: string, all: readonly ExportedResource[]): readonly ExportedResource[] {
  const found = new Map<string, ExportedResource>();
  const search = (wanted: string) => {
    for (const user of all) {
      if (found.has(user.urn) || !dependenciesOf(user).includes(wanted)) continue;
      found.set(user.urn, user);
      search(user.urn);
    }
  };
  search(urn);
  return [...found.values()];
}

function dependenciesOf({ dependencies, propertyDependencies }: ExportedResource): readonly string[] {
  return [
    ...(dependencies ?? []),
    ...Object.values(propertyDependencies ?? {}).flatMap((urns) => urns ?? []),
  ];
}
