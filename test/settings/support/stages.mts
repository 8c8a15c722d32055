/** Stages of accounts of their own: calls are paced for each account. */
export const otherStages = [1, 2, 3, 4].map(
  (digit) => `arn:aws:ivs:us-west-2:${String(digit).repeat(12)}:stage/abcdABCDefgh`,
);
