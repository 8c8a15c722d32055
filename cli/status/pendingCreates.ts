import { tokenType } from "../../provider/token/state.js";
import { mostNamed } from "./outdatedUsers.js";
import { type ExportedResource, nameOf } from "./stackExport.js";

/** A create of a token, or of what uses one, that Pulumi lists as pending since an `up` was interrupted. */
export interface PendingCreate {
  readonly name: string;
  readonly urn: string;
  /**
   * `due`: nothing of it is in the state, so the next `pulumi up` creates it. `made`: it is, by a later `up`.
   * `kept`: it was to be replaced, and is as before: only the program can say whether it still is to be.
   */
  readonly state: "due" | "made" | "kept";
}

/** What interrupted creates mean for the tokens of a stack. */
export interface PendingCreates {
  /** Pulumi carries them through every `up`, done or not. */
  readonly all: readonly PendingCreate[];
  /** Tokens that aren't in the state at all. */
  readonly tokens: readonly ExportedResource[];
  /** Names of what uses a token, directly or through others, and isn't created yet. */
  readonly usersOf: (token: ExportedResource) => readonly string[];
}

/** @param kept the tokens that are in the state. */
export function pendingCreates(
  resources: readonly ExportedResource[],
  pending: readonly ExportedResource[],
  kept: readonly ExportedResource[],
): PendingCreates {
  const live = new Map(resources.filter(isLive).map((resource) => [resource.urn, resource]));
  // Each is listed again as often as it was interrupted, the last time first.
  const unique = [...new Map(pending.toReversed().map((create) => [create.urn, create])).values()];
  const news = unique.filter((create) => create.type === tokenType && !live.has(create.urn));
  const used = tokensUsed([...kept, ...news], resources, unique);
  const ours = unique.filter(({ urn }) => used.has(urn));
  const all = ours.map((create) => ({
    name: nameOf(create.urn),
    urn: create.urn,
    state: stateOf(create, live.get(create.urn)),
  }));
  const undone = new Set(all.filter(({ state }) => state === "due").map(({ urn }) => urn));
  // One whose creation failed after its deletion isn't pending, but as undone.
  for (const { urn } of resources.filter((resource) => resource.pendingReplacement === true)) undone.add(urn);
  const users = usersByToken(undone, used);
  return { all, tokens: news, usersOf: ({ urn }) => users.get(urn) ?? [] };
}

function isLive(resource: ExportedResource): boolean {
  return resource.delete !== true;
}

/** The engine notes a replacement with the times of what it replaces, and anything else without times. */
function stateOf({ created }: ExportedResource, found: ExportedResource | undefined): PendingCreate["state"] {
  if (!found || found.pendingReplacement === true) return "due";
  return created !== undefined && created === found.created ? "kept" : "made";
}

/**
 * By URN, the tokens that a resource uses: itself, those that it takes, and one for each other resource that it takes,
 * which is enough to show that a token is used, and one pass.
 */
function tokensUsed(
  tokens: readonly ExportedResource[],
  resources: readonly ExportedResource[],
  pending: readonly ExportedResource[],
): ReadonlyMap<string, readonly string[]> {
  const used = new Map<string, readonly string[]>(tokens.map(({ urn }) => [urn, [urn]]));
  // The engine writes a resource after all that it uses; what was interrupted uses what is written.
  for (const resource of [...resources.filter(isLive), ...pending]) {
    const through = takenBy(resource).flatMap((urn) => used.get(urn)?.[0] ?? []);
    const own = used.get(resource.urn) ?? [];
    if (own.length + through.length > 0) used.set(resource.urn, [...new Set([...own, ...through])]);
  }
  return used;
}

function takenBy({ dependencies, propertyDependencies }: ExportedResource): readonly string[] {
  const taken = [dependencies, ...Object.values(propertyDependencies ?? {})].flat();
  return [...new Set(taken)].filter((urn) => typeof urn === "string");
}

function usersByToken(
  undone: ReadonlySet<string>,
  used: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const urn of undone) {
    const tokens = used.get(urn) ?? [];
    // A token is due itself.
    if (tokens[0] === urn) continue;
    for (const token of tokens) {
      const names = users.get(token) ?? [];
      if (names.length <= mostNamed) users.set(token, [...names, nameOf(urn)]);
    }
  }
  return users;
}
