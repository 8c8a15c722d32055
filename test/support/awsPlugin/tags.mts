export type TagMap = Readonly<Record<string, string>>;

interface Tag {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

export function tagList(tags: TagMap = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Nothing where there are none, as in a program. */
export function tagMap(tags: readonly Partial<Tag>[] = []): TagMap | undefined {
  if (tags.length === 0) return undefined;
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
