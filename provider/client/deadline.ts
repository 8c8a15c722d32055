import { whereOf } from "../failures/explain.js";
import { type CallContext, placeOf } from "../failures/fromSdk.js";
import { formatSpan, type Timing } from "../values/time.js";
import type { Attempts } from "./attempts.js";
import { patience } from "./retries.js";

/** A call that takes so long is in trouble, and a line says so; each call looks again after so long. */
const firstLine = 10_000;
const nextLook = 5000;
/** Between two lines, whichever calls they are about. */
const quiet = 28_000;

/** A deadline that is paused while a call waits for the rate limit. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timing: Timing;
  readonly #look: () => void;
  #left: number;
  #untilLook = firstLine;
  #since = 0;
  #paused = 0;
  #hasEnded = false;
  #alarms: (() => void)[] = [];

  /** @param look is called while the call takes long, again and again. */
  constructor(seconds: number, timing: Timing, look: () => void) {
    this.#left = seconds * 1000;
    this.#timing = timing;
    this.#look = look;
    this.#run();
  }

  /** Aborts when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds, while it runs. */
  get left(): number {
    return this.#left - (this.#timing.now() - this.#since);
  }

  /** The time without its pauses, in milliseconds. */
  get now(): number {
    return this.#timing.now() - this.#paused;
  }

  /** The first attempt goes out: what credentials took says nothing of the service. */
  lookAnew(): void {
    this.#alarms[1]?.();
    this.#lookIn(firstLine);
  }

  /** Fails once the call has ended: credentials that come too late must not send it. */
  async pausedFor<T>(wait: () => Promise<T>): Promise<T> {
    this.#assertRunning();
    this.#stop();
    const begun = this.#timing.now();
    const spent = begun - this.#since;
    this.#left -= spent;
    this.#untilLook -= spent;
    try {
      return await wait();
    } finally {
      this.#paused += this.#timing.now() - begun;
      this.#assertRunning();
      this.#run();
    }
  }

  end(): void {
    this.#hasEnded = true;
    this.#stop();
  }

  #assertRunning(): void {
    if (this.#hasEnded) throw Object.assign(new Error("the call has ended"), { name: "AbortError" });
  }

  #stop(): void {
    for (const cancel of this.#alarms) cancel();
  }

  #run(): void {
    this.#since = this.#timing.now();
    const over = this.#timing.after(Math.max(0, this.#left), () => this.#controller.abort());
    this.#alarms = [over];
    this.#lookIn(Math.max(0, this.#untilLook));
  }

  #lookIn(milliseconds: number): void {
    const due = this.#timing.now() - this.#since + milliseconds;
    this.#untilLook = due;
    this.#alarms[1] = this.#timing.after(milliseconds, () => {
      this.#look();
      this.#lookIn(nextLook);
    });
  }
}

/** The lines about calls that take long: one for all calls of a client, now and then, and one when all of them are over. */
export class Trouble {
  readonly #say: (line: string) => void;
  readonly #timing: Timing;
  #saidAt = Number.NEGATIVE_INFINITY;
  /** Since when it lasts, once that was said. */
  #since: number | undefined;
  readonly #lasting = new Set<Attempts>();
  /** When a call last ended well. */
  #answeredAt = Number.NEGATIVE_INFINITY;

  constructor(say: (line: string) => void, timing: Timing) {
    this.#say = say;
    this.#timing = timing;
  }

  /** @param own the call's time, without what it waited for its turn: its patience goes by that. */
  lasts(context: CallContext, attempts: Attempts, started: number, left: number, own: number): void {
    const now = this.#timing.now();
    this.#lasting.add(attempts);
    if (now - this.#saidAt < quiet) return;
    this.#saidAt = now;
    // Where others are answered all the time, there is no end of it to say.
    if (this.#answeredAt < started) this.#since = Math.min(this.#since ?? started, started);
    const { maxAttempts } = context.settings;
    const { failedAt = own + left } = attempts;
    const rest = maxAttempts === undefined ? Math.min(left, failedAt + patience - own) : left;
    const limit = rest < left ? "" : " (ivs-realtime:totalTimeout)";
    const tries =
      maxAttempts === undefined ? "" : ` (attempt ${Math.max(1, attempts.count)} of ${maxAttempts})`;
    const span = formatSpan(Math.max(0, rest) / 1000);
    this.#say(
      `${what(context, attempts, formatSpan((now - started) / 1000))}; still trying${tries}, for another ${span} at most${limit}.`,
    );
  }

  /** A call is over; with its context, if it ended well. */
  over(attempts: Attempts, context?: CallContext): void {
    const now = this.#timing.now();
    if (context) this.#answeredAt = now;
    const isLast = this.#lasting.delete(attempts) && this.#lasting.size === 0;
    if (!isLast || this.#since === undefined) return;
    const span = formatSpan((now - this.#since) / 1000);
    this.#since = undefined;
    if (context) this.#say(`${whereOf(placeOf(context.settings))} answers again, after ${span}.`);
  }
}

/** What is wrong, by how the last attempt ended. */
function what({ operation, settings }: CallContext, { count, last, kind }: Attempts, span: string): string {
  const where = whereOf(placeOf(settings));
  const sts = settings.stsEndpoint === undefined ? "" : ` (STS at ${new URL(settings.stsEndpoint).origin})`;
  if (count === 0) return `The credentials for ${where} have not come for ${span}${sts}`;
  const how = last === undefined ? "" : ` (${last})`;
  switch (kind) {
    case "throttled":
      return `${where} has held back calls of ${operation} for ${span}, as more are made than the account may${how}`;
    case "unreachable":
    case "proxyRefused":
      return `${where} could not be reached for ${span}${how}`;
    case "serviceFault":
      return `${where} has failed on its side for ${span}${how}`;
    default:
      return `${where} has not answered for ${span}${how}`;
  }
}
