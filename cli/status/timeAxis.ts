const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [1, 5, 15, 30]
  .map((n) => n * minute)
  .concat(
    [1, 3, 6, 12].map((n) => n * hour),
    [1, 2, 7, 30, 365].map((n) => n * day),
  );
const mostTicks = 8;

/** Where instants lie on a line of time, in percent of its length. */
export interface TimeAxis {
  /** 0 to 100. */
  at(time: Date): number;
  /** Round instants, up to eight. */
  readonly ticks: readonly Date[];
}

/** The line of time that all the instants lie on, with room for a label at both ends. */
export function timeAxis(instants: readonly Date[]): TimeAxis {
  const times = instants.map((time) => time.getTime());
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const room = Math.max((last - first) / 20, minute);
  const [start, length] = [first - room, last - first + 2 * room];
  const step = steps.find((size) => length / size <= mostTicks) ?? length;
  const count = Math.floor((start + length) / step) - Math.ceil(start / step) + 1;
  return {
    at: (time) => ((time.getTime() - start) / length) * 100,
    ticks: Array.from({ length: count }, (_, i) => new Date((Math.ceil(start / step) + i) * step)),
  };
}
