/** Where every "now" in this package comes from: tests hand in one that they move. */
export type Clock = () => Date;

/** The machine's own clock. */
export const systemClock: Clock = () => new Date();
