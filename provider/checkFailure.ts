/** One thing that is wrong with the inputs: which input, and a sentence that goes on from its name. */
export interface CheckFailure {
  property: string;
  reason: string;
}
