/** Several figures of one kind. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spread(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const half = sorted.length / 2;
  return {
    min: at(0),
    median: (at(Math.ceil(half) - 1) + at(Math.floor(half))) / 2,
    max: at(sorted.length - 1),
  };
}

/** What is left of each figure after that of the same round is taken off: the machine's own drift falls out. */
export function paired(ours: readonly number[], theirs: readonly number[]): Spread {
  return spread(ours.map((figure, round) => figure - (theirs[round] ?? Number.NaN)));
}
