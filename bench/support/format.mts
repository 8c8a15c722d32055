import type { Row } from "./row.mts";
import type { Spread } from "./spread.mts";

export const inSeconds = (figures: Spread) => `${each(figures, (ms) => (ms / 1000).toFixed(2))} s`;
export const inMs = (figures: Spread) => `${each(figures, (ms) => ms.toFixed(0))} ms`;
export const inBytes = (figures: Spread) => `${each(figures, (bytes) => bytes.toFixed(0))} bytes`;
export const inTimes = (figures: Spread) => `${each(figures, (ratio) => ratio.toFixed(1))} times`;

const aSecond = (figures: Spread) => each(figures, (rate) => rate.toFixed(1));

/** Minimum, median and maximum in the unit of the row. */
export function inUnit(unit: Row["unit"], figures: Spread): string {
  return { s: inSeconds, ms: inMs, bytes: inBytes, "a second": aSecond }[unit](figures);
}

/** One figure where there is but one. */
function each({ min, median, max }: Spread, write: (figure: number) => string): string {
  return min === max ? write(min) : [min, median, max].map(write).join(" / ");
}
