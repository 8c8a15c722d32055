import { callQuotas } from "../values/service.js";
import type { Timing } from "../values/time.js";

/** A second, and a margin for clocks that differ a little from the service's. */
const rest = 1010;
/** A silent endpoint must not hold up all calls. */
const longest = 2000;

/** Takes a slot back: it will be free again after its rest. */
type Over = () => void;

/** For each account, region and operation in this process, shared by clients whatever their other settings. */
const slotsOf = new WeakMap<Timing, Map<string, Slots>>();

/**
 * Waits for an attempt's turn, first come first served, so that the service sees no more attempts of this process in any
 * one second than its quota. It may see an attempt as late as it answers: so a slot is free again a second after the
 * answer or the failure.
 *
 * @param createsPerSecond a call with fewer than the quota waits for one of so many first.
 * @returns what says that the attempt is over, whichever way it ended.
 */
export async function pace(
  operation: keyof typeof callQuotas,
  place: { account: string; region: string },
  createsPerSecond: number,
  timing: Timing,
): Promise<Over> {
  const quota = callQuotas[operation];
  const key = `${place.account} ${place.region} ${operation}`;
  const isSlower = operation === "CreateParticipantToken" && createsPerSecond < quota;
  const own = isSlower ? [slots(`${key} ${createsPerSecond}`, createsPerSecond, timing)] : [];
  const taken: Slot[] = [];
  for (const each of [...own, slots(key, quota, timing)]) taken.push(await each.take());
  for (const slot of taken) slot.out();
  return () => {
    for (const slot of taken) slot.over();
  };
}

function slots(key: string, count: number, timing: Timing): Slots {
  const all = slotsOf.get(timing) ?? new Map<string, Slots>();
  slotsOf.set(timing, all);
  const known = all.get(key) ?? new Slots(count, timing);
  all.set(key, known);
  return known;
}

/** One use of a slot. */
interface Slot {
  /** Its attempt goes out. */
  out(): void;
  over(): void;
}

class Slots {
  /** When each is free: never while its attempt waits to go out. */
  readonly #freeAt: number[];
  readonly #waiting: ((slot: Slot) => void)[] = [];
  readonly #timing: Timing;
  #cancel = () => {};

  constructor(count: number, timing: Timing) {
    this.#freeAt = Array(count).fill(Number.NEGATIVE_INFINITY);
    this.#timing = timing;
  }

  take(): Promise<Slot> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#handOut();
    });
  }

  /** Gives what is free to those that wait, and comes again when the next one will be. */
  #handOut(): void {
    this.#cancel();
    while (this.#waiting.length > 0) {
      const freeAt = Math.min(...this.#freeAt);
      const wait = freeAt - this.#timing.now();
      if (wait > 0) {
        if (Number.isFinite(wait)) this.#cancel = this.#timing.after(wait, () => this.#handOut());
        return;
      }
      this.#waiting.shift()?.(this.#use(this.#freeAt.indexOf(freeAt)));
    }
  }

  #use(index: number): Slot {
    let mine = Number.POSITIVE_INFINITY;
    const free = (at: number) => {
      // It may be another's since: an answer can come after the longest time.
      if (this.#freeAt[index] !== mine) return;
      mine = Math.min(mine, at);
      this.#freeAt[index] = mine;
      this.#handOut();
    };
    this.#freeAt[index] = mine;
    return {
      out: () => free(this.#timing.now() + longest),
      over: () => free(this.#timing.now() + rest),
    };
  }
}
