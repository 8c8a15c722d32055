import { callQuotas } from "../values/service.js";
import type { Timing } from "../values/time.js";

/** A second, and a margin for clocks that differ a little from the service's. */
const rest = 1010;
/**
 * A silent endpoint must not hold up all calls: two seconds of silence free a slot. They are counted in pauses, since the
 * alarms of a process that was stalled come before the answers that wait to be read: a late pause counts as one.
 */
const pause = 100;
const silence = 20;

/** The use of a slot for one attempt. */
export interface Turn {
  /** The attempt goes out to the network. */
  out(): void;
  /** The attempt has ended, whichever way. */
  over(): void;
}

/** For each account, region and operation in this process, shared by clients whatever their other settings. */
const slotsOf = new WeakMap<Timing, Map<string, Slots>>();

/**
 * Waits for an attempt's turn, first come first served, so that the service sees no more attempts of this process in any
 * one second than its quota. It may see an attempt as late as it answers: so a slot is free again a second after the
 * answer or the failure, or after two seconds of silence.
 *
 * @param createsPerSecond a call with fewer than the quota waits for one of so many first.
 * @returns a turn that is held until it is over.
 */
export async function pace(
  operation: keyof typeof callQuotas,
  place: { account: string; region: string },
  createsPerSecond: number,
  timing: Timing,
): Promise<Turn> {
  const quota = callQuotas[operation];
  const key = `${place.account} ${place.region} ${operation}`;
  const isSlower = operation === "CreateParticipantToken" && createsPerSecond < quota;
  const own = isSlower ? [slots(`${key} ${createsPerSecond}`, createsPerSecond, timing)] : [];
  const taken: Turn[] = [];
  for (const each of [...own, slots(key, quota, timing)]) taken.push(await each.take());
  return {
    out: () => taken.forEach((slot) => void slot.out()),
    over: () => taken.forEach((slot) => void slot.over()),
  };
}

function slots(key: string, count: number, timing: Timing): Slots {
  const all = slotsOf.get(timing) ?? new Map<string, Slots>();
  slotsOf.set(timing, all);
  const known = all.get(key) ?? new Slots(count, timing);
  all.set(key, known);
  return known;
}

class Slots {
  /** When each is free: never while it is used. */
  readonly #freeAt: number[];
  readonly #waiting: ((turn: Turn) => void)[] = [];
  readonly #timing: Timing;
  #cancel = () => {};

  constructor(count: number, timing: Timing) {
    this.#freeAt = Array(count).fill(Number.NEGATIVE_INFINITY);
    this.#timing = timing;
  }

  take(): Promise<Turn> {
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

  #use(index: number): Turn {
    this.#freeAt[index] = Number.POSITIVE_INFINITY;
    let isFree = false;
    let hearNoMore = () => {};
    const free = (at: number) => {
      hearNoMore();
      // An answer can come after the silence, when it is another's.
      if (isFree) return;
      isFree = true;
      this.#freeAt[index] = at;
      this.#handOut();
    };
    const listen = (pauses: number) => {
      if (pauses === 0) free(this.#timing.now());
      else hearNoMore = this.#timing.after(pause, () => listen(pauses - 1));
    };
    return { out: () => listen(silence), over: () => free(this.#timing.now() + rest) };
  }
}
