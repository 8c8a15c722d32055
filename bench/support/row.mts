import type { Spread } from "./spread.mts";

/** A line of the table. */
export interface Row {
  readonly question: string;
  readonly against: string;
  /** How many rounds. */
  readonly runs: number;
  readonly ours: Spread;
  readonly theirs: Spread;
  readonly unit: "s" | "ms" | "bytes" | "a second";
  /** What the aim is about, in words: a difference or a ratio. */
  readonly result: string;
  readonly aim: string;
  readonly met: boolean;
  /** What stands below the table about this row. */
  readonly note?: string;
  /** Why the aim isn't met, where it isn't. */
  readonly cause?: string;
}

/** A question that this machine can't answer, and why. */
export interface MissingRow {
  readonly question: string;
  readonly against: string;
  readonly missing: string;
}
