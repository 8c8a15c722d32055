interface Bucket {
  readonly left: number;
  readonly date: number;
}

/**
 * Holds calls to so many a second, by the emulator's clock. Each key has a bucket of as many calls as a second has,
 * full at first, which fills evenly: who calls evenly is never held up, however the calls fall into seconds.
 */
export class Pace {
  readonly #buckets = new Map<string, Bucket>();

  /** False where it is one too many, which costs nothing. */
  admits(key: string, perSecond: number, now: Date): boolean {
    const date = now.getTime();
    const { left, date: before } = this.#buckets.get(key) ?? { left: perSecond, date };
    // The clock may be moved back.
    const filled = Math.min(perSecond, left + (Math.max(0, date - before) * perSecond) / 1000);
    const admitted = filled >= 1;
    this.#buckets.set(key, { left: admitted ? filled - 1 : filled, date });
    return admitted;
  }
}
