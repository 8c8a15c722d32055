/** The properties that have a value: null is what the wire makes of one that isn't given. */
export function givenOf(props: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value != null));
}
