/** What clocks may differ by, and a life exceed what was asked for. */
const day = 86_400_000;

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
 * own), and the model leaves every member optional: then it is worked out. A service may shorten a life. A time that
 * no token can have, from a proxy say, gives way to the duration that was asked for, so that the token neither rotates
 * at each run nor never.
 */
export function mintedTimes({ date, expirationTime, duration, now }: TimesAnswered): {
  issued: Date;
  expires: Date;
} {
  const asked = duration * 60_000;
  const issued = [date ?? now].find(isPossible);
  const expires = [expirationTime].find(isPossible);
  if (!expires) return fromIssue(issued ?? now, asked);
  if (!issued) return untilExpiry(expires, asked);
  const life = expires.getTime() - issued.getTime();
  if (life > 0 && life <= asked + day) return { issued, expires };
  const agrees = Math.abs(issued.getTime() - now.getTime()) < day;
  return agrees ? fromIssue(issued, asked) : untilExpiry(expires, asked);
}

function fromIssue(issued: Date, asked: number) {
  return { issued, expires: new Date(issued.getTime() + asked) };
}

function untilExpiry(expires: Date, asked: number) {
  return { issued: new Date(expires.getTime() - asked), expires };
}

/** After IVS Real-Time began, and short of the years that ISO 8601 writes with a sign. */
function isPossible(time: Date | undefined): time is Date {
  const year = time?.getUTCFullYear() ?? Number.NaN;
  return year >= 2020 && year <= 9000;
}
