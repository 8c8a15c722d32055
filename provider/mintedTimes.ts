import { limits } from "./limits.js";

const day = 86_400_000;
/** No token lives longer; the day is for what clocks and rounding add. */
const longestLife = limits.duration.maxMinutes * 60_000 + day;

/** What an answer says of a token's times, and what was asked for. */
interface TimesAnswered {
  /** The Date header. */
  date: Date | undefined;
  expirationTime: Date | undefined;
  /** Minutes. */
  duration: number;
  /** By this machine's clock. */
  now: Date;
}

/**
 * When a token was issued and when it expires: by the service's clock, which is the answer's Date header, else by
 * this machine's. CreateStage's tokens come without expirationTime (aws/aws-sdk-java-v2#6429, closed as the service's
 * own), and the model leaves every member optional: then it is worked out. A time that no token can have, from a proxy
 * say, gives way to the duration that was asked for, so that it neither rotates at each run nor never.
 */
export function mintedTimes({ date, expirationTime, duration, now }: TimesAnswered): {
  issued: Date;
  expires: Date;
} {
  const asked = duration * 60_000;
  const issued = isPossible(date) ? date : undefined;
  const expires = isPossible(expirationTime) ? expirationTime : undefined;
  if (!expires) return fromIssue(issued ?? now, asked);
  if (!date) return { issued: now, expires };
  const life = expires.getTime() - (issued?.getTime() ?? 0);
  if (issued && life > 0 && life <= longestLife) return { issued, expires };
  const agrees = issued && Math.abs(issued.getTime() - now.getTime()) < day;
  if (agrees && life > longestLife) return fromIssue(issued, asked);
  return { issued: agrees ? issued : new Date(expires.getTime() - asked), expires };
}

function fromIssue(issued: Date, asked: number) {
  return { issued, expires: new Date(issued.getTime() + asked) };
}

/** After IVS Real-Time began, and short of the years that ISO 8601 writes with a sign. */
function isPossible(time: Date | undefined): time is Date {
  const year = time?.getUTCFullYear() ?? Number.NaN;
  return year >= 2020 && year <= 9000;
}
