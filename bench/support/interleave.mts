/** Something to measure: one round of it, and the figures of that round. */
export interface Contender<Figures> {
  readonly name: string;
  measure(): Promise<Figures>;
}

/**
 * Measures all contenders in turn, A B A B …, so that what else goes on on the machine meets each of them. One round
 * goes before that isn't counted.
 *
 * @returns the figures of each contender, round by round, in the order of the contenders.
 */
export async function interleave<Figures>(
  contenders: readonly Contender<Figures>[],
  rounds: number,
): Promise<Figures[][]> {
  const all: Figures[][] = contenders.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const figures = await contender.measure();
      process.stderr.write(`  ${round === 0 ? "warm-up" : `${round}/${rounds}`} ${contender.name}\n`);
      if (round > 0) all[index]?.push(figures);
    }
  }
  return all;
}
