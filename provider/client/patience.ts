/** A time limit that stands still while a call waits for its turn. */
export class Patience {
  readonly #controller = new AbortController();
  #leftMs: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(seconds: number) {
    this.#leftMs = seconds * 1000;
    this.#run();
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async pausedFor(wait: Promise<void>): Promise<void> {
    this.end();
    // A stopwatch, not a clock: no setting of the time may stretch it.
    this.#leftMs -= performance.now() - this.#since;
    await wait;
    this.#run();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #run(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#controller.abort(), Math.max(0, this.#leftMs)).unref();
  }
}
