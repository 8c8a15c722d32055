/** What didn't hold, in which case, and how to run that case again. */
export interface Failure {
  readonly id: string;
  readonly why: string;
}

/** A line of a part's table: one kind of trouble, tried so many times. */
export interface Row {
  readonly tried: string;
  readonly times: number;
  readonly held: number;
  /** How often it ended in which way, or with which command it came right. */
  readonly ways: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
  /** Why it wasn't tried. */
  readonly skipped?: string;
}

/** Collects cases into rows: those of one kind are one row, in the order in which kinds come up. */
export class Tally {
  readonly #rows = new Map<string, { times: number; ways: Record<string, number>; failures: Failure[] }>();
  readonly #skipped: Row[] = [];

  /** One case: its way where it held, else why it didn't. */
  add(tried: string, id: string, { way, why }: { way: string; why?: string | undefined }): void {
    const row = this.#rows.get(tried) ?? { times: 0, ways: {}, failures: [] };
    this.#rows.set(tried, row);
    row.times += 1;
    if (why === undefined) row.ways[way] = (row.ways[way] ?? 0) + 1;
    else row.failures.push({ id, why });
  }

  skip(tried: string, why: string): void {
    this.#skipped.push({ tried, times: 0, held: 0, ways: {}, failures: [], skipped: why });
  }

  rows(): Row[] {
    const all = [...this.#rows].map(([tried, row]) => ({
      tried,
      ...row,
      held: row.times - row.failures.length,
    }));
    return [...all, ...this.#skipped];
  }
}

/** Whatever was thrown, as a reason. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
