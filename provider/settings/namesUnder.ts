/** The names of the stack's config under a namespace. */
export function namesUnder(namespace: string, keys: readonly string[]): string[] {
  return keys.filter((key) => key.startsWith(`${namespace}:`)).map((key) => key.slice(namespace.length + 1));
}
