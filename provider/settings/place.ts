/** The levels of the order, the nearest first. */
export const levels = ["input", "ivs-realtime", "aws", "environment", "shared"] as const;

/** Where a setting stands. */
export interface Place {
  readonly level: (typeof levels)[number];
  /** In words, for errors: `stack config aws:profile`. */
  readonly from: string;
  /** As it stands there, not yet read. */
  readonly raw: unknown;
}
