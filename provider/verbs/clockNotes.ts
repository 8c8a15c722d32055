import type { ClocksOff } from "../token/mintTimes.js";
import { roundSpan } from "../values/time.js";
import type { Host } from "./host.js";

/** What a mint showed of the clocks, and what that means for its token. */
export interface ClockFinding {
  off: ClocksOff;
  /** Whether time makes the token due at all (autoRotate). */
  rotates: boolean;
  isDueAtOnce: boolean;
}

/**
 * Mints a token and names the clocks that were off: each in one line for the tokens that are minted side by side first. The
 * line is logged by the last of them, when no other has begun in the meantime; a provider's process may end as soon as
 * its last verb has.
 */
export async function withClockNotes<T>(
  host: Host,
  mint: (note: (finding: ClockFinding) => void) => Promise<T>,
): Promise<T> {
  const notes = host.memoize("clocks", () => new ClockNotes());
  notes.running += 1;
  try {
    return await mint((finding) => notes.add(finding));
  } finally {
    notes.running -= 1;
    if (notes.isReady) await host.pause();
    if (notes.isReady) for (const line of notes.take()) host.log("warning", line);
  }
}

/** What is known of one clock that is off in one direction. */
interface Subject {
  name: keyof ClocksOff;
  /** The largest of its tokens, in seconds. */
  seconds: number;
  tokens: number;
  rotating: number;
  dueAtOnce: number;
  /** As it was when it was last named. */
  said?: Subject;
}

class ClockNotes {
  /** Mints that haven't ended. */
  running = 0;
  readonly #subjects = new Map<string, Subject>();

  /** Whether there is something to say, and nobody left who will add to it. */
  get isReady(): boolean {
    return this.running === 0 && [...this.#subjects.values()].some(isNews);
  }

  add({ off, rotates, isDueAtOnce }: ClockFinding): void {
    for (const [name, seconds] of Object.entries(off) as [keyof ClocksOff, number][]) {
      const key = `${name} ${seconds > 0 ? "ahead" : "behind"}`;
      const none = { name, seconds, tokens: 0, rotating: 0, dueAtOnce: 0 };
      const subject = this.#subjects.get(key) ?? none;
      if (Math.abs(seconds) > Math.abs(subject.seconds)) subject.seconds = seconds;
      subject.tokens += 1;
      if (rotates) subject.rotating += 1;
      if (isDueAtOnce) subject.dueAtOnce += 1;
      this.#subjects.set(key, subject);
    }
  }

  take(): string[] {
    return [...this.#subjects.values()].filter(isNews).map((subject) => {
      const line = lines[subject.name](subject, countOf(subject));
      subject.said = { ...subject };
      return line;
    });
  }
}

/** Once a run, and again only where it got worse: by half as much, or in what follows for tokens. */
function isNews(subject: Subject): boolean {
  const { said, seconds } = subject;
  if (said === undefined || Math.abs(seconds) >= 1.5 * Math.abs(said.seconds)) return true;
  return (["rotating", "dueAtOnce"] as const).some((count) => said[count] === 0 && subject[count] > 0);
}

function countOf({ tokens, said }: Subject): string {
  return `${tokens} ${tokens === 1 ? "token" : "tokens"}${said ? " so far" : ""}`;
}

const lines: Record<keyof ClocksOff, (subject: Subject, count: string) => string> = {
  machine: (subject, count) =>
    subject.seconds < 0 ? machineBehind(subject, count) : machineAhead(subject, count),
  date({ seconds }, count) {
    const line =
      `The service's answers have a Date that is ${ahead(seconds)} by the other clocks at hand, expirationTime and ` +
      `this machine's (${count}): the times in the state go by those`;
    if (seconds < 0) return `${line}. Does a proxy set that Date?`;
    const otherwise = `the service gave a life that is ${roundSpan(seconds)} shorter than was asked for, and this machine's clock is as much behind`;
    return (
      `${line}. Either a proxy sets that Date, or ${otherwise}. Compare this machine's clock with a right one: if it is ` +
      `${roundSpan(seconds)} behind, rotations come that much too late.`
    );
  },
  expirationTime({ seconds, tokens }, count) {
    const what =
      seconds > 0
        ? `${roundSpan(seconds)} later than what was asked for can give`
        : "not after the time of the mint";
    const follows = `the state has the time of the mint plus the duration instead, and ${tokens === 1 ? "the token rotates" : "the tokens rotate"} by that.`;
    return `The service's answers have an expirationTime that is ${what} (${count}): ${follows}`;
  },
};

function machineBehind({ seconds, rotating }: Subject, count: string): string {
  const line = `This machine's clock is ${ahead(seconds)} by the service's answers (${count})`;
  const span = roundSpan(seconds);
  if (rotating === 0) return `${line}: ${noRotation} Set the clock right.`;
  return (
    `${line}: by it alone rotations would come ${span} too late. The state holds that skew, and pulumi up and status ` +
    `add it to the clock until the next mint. Set the clock right: at worst the next rotation then comes ${span} too early.`
  );
}

function machineAhead({ seconds, rotating, dueAtOnce }: Subject, count: string): string {
  const line = `This machine's clock is ${ahead(seconds)} by the service's answers (${count})`;
  if (rotating === 0) return `${line}: ${noRotation} Set the clock right.`;
  const early = `${line}: by it rotations come ${roundSpan(seconds)} too early.`;
  if (dueAtOnce === 0) return `${early} Set the clock right.`;
  const which = dueAtOnce === 1 ? "1 token is due at once, so the next pulumi up rotates it again" : "";
  const these = which || `${dueAtOnce} tokens are due at once, so the next pulumi up rotates them again`;
  return `${early} ${these}, on each run: set the clock right.`;
}

const noRotation = "no rotation depends on it, as autoRotate is false.";

function ahead(seconds: number): string {
  return `${roundSpan(seconds)} ${seconds > 0 ? "ahead" : "behind"}`;
}
