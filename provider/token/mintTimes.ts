import { isPossibleTime } from "../values/time.js";

/** What says when a token was minted: three estimates, any of which may be wrong. */
interface Estimates {
  /** The Date header of the answer. */
  date: Date | undefined;
  /** In the answer; without the duration that was asked for, it is an estimate too. */
  expirationTime: Date | undefined;
  /** The duration that was asked for, in minutes. */
  duration: number;
  /** By this machine's clock, when the answer arrived. */
  now: Date;
}

/** By how many seconds each is ahead of the others, below 0: behind. One that is right, or not there, is left out. */
export interface ClocksOff {
  machine?: number;
  date?: number;
  /** Where it isn't believed: its distance from what is stored instead. */
  expirationTime?: number;
}

/** When a token was issued and when it expires, in whole seconds, and what of the estimates was wrong. */
export interface MintTimes {
  issued: Date;
  expires: Date;
  off: ClocksOff;
  /** Whether the service gave it a shorter life than was asked for. */
  isShortened: boolean;
}

/** Seconds that clocks which agree may be apart, by the life that was asked for, which may be exceeded by as many. */
export function clockGrace(life: number): number {
  return Math.min(120, life / 4);
}

/**
 * The one rule for the times of a minted token. Two estimates that agree decide when it was issued. Where none agree it
 * is the first of Date and this machine's clock by which expirationTime is possible, else Date, else this machine's
 * clock. An expirationTime that gives no life, or more than was asked for, is replaced by the time of issue plus the
 * duration. One that gives less is a shortened life, never a wrong clock. Answers may lack it: CreateStage's tokens have
 * none (aws/aws-sdk-java-v2#6429, closed as the service's own), and the model leaves every member optional. Pure.
 */
export function mintTimes({ date, expirationTime, duration, now }: Estimates): MintTimes {
  const asked = duration * 60;
  const [byDate, expiry, machine] = [seconds(date), seconds(expirationTime), seconds(now)];
  const near = nearBy(clockGrace(asked));
  const issued = issuedAt(possible(byDate), possible(expiry), possible(machine), asked) ?? machine ?? 0;
  const isKept = isLife(possible(expiry), issued, asked);
  const expires = isKept && expiry !== undefined ? expiry : issued + asked;
  const byClocks = [issued, machine ?? issued].filter((clock) => near(clock, issued));
  return {
    issued: instant(issued),
    expires: instant(expires),
    off: {
      ...(machine !== undefined && !near(machine, issued) && { machine: machine - issued }),
      ...(byDate !== undefined && !near(byDate, issued) && { date: byDate - issued }),
      ...(expiry !== undefined && !isKept && { expirationTime: expiry - expires }),
    },
    isShortened: expires - asked < Math.min(...byClocks) - leastShortening,
  };
}

/** Seconds; below that, an answer's own times may differ by rounding and by how long the answer took. */
const leastShortening = 5;

function issuedAt(
  date: number | undefined,
  expiry: number | undefined,
  machine: number | undefined,
  asked: number,
): number | undefined {
  const near = nearBy(clockGrace(asked));
  const byExpiry = expiry === undefined ? undefined : expiry - asked;
  if (near(date, byExpiry) || near(date, machine)) return date;
  if (near(byExpiry, machine)) return byExpiry;
  return [date, machine].find((clock) => isLife(expiry, clock, asked)) ?? date ?? machine ?? byExpiry;
}

function nearBy(grace: number): (one: number | undefined, other: number | undefined) => boolean {
  return (one, other) => one !== undefined && other !== undefined && Math.abs(one - other) <= grace;
}

function isLife(expiry: number | undefined, issued: number | undefined, asked: number): boolean {
  if (expiry === undefined || issued === undefined) return false;
  return expiry > issued && expiry - issued <= asked + clockGrace(asked);
}

function seconds(time: Date | undefined): number | undefined {
  const milliseconds = time?.getTime() ?? Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

function instant(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** An impossible time counts as missing. */
function possible(time: number | undefined): number | undefined {
  return time !== undefined && isPossibleTime(time * 1000) ? time : undefined;
}
