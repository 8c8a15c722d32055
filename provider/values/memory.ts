/**
 * Makes a value at the first call with a key, and returns the same value at each later one. A promise is kept whichever
 * way it ends: what failed for one caller fails for the others too, without a second try.
 */
export type Memoize = <T>(key: string, make: () => T) => T;

/** A memory that lasts as long as the returned function is kept. */
export function createMemory(): Memoize {
  const made = new Map<string, unknown>();
  return <T>(key: string, make: () => T): T => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as T;
  };
}
