import { limits } from "../values/service.js";
import { parseDuration, span } from "../values/time.js";

const { minMinutes, maxMinutes, defaultMinutes } = limits.duration;

/** What is wrong with a `duration`, if anything. */
export function checkDuration(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const parsed = parseDuration(value);
  if ("problem" in parsed) return parsed.problem;
  if (parsed.seconds % 60 !== 0) {
    return `is ${quote(value)}, but the service counts whole minutes: round it to a multiple of 60 seconds`;
  }
  const minutes = parsed.seconds / 60;
  if (minutes >= minMinutes && minutes <= maxMinutes) return undefined;
  const range = `${minMinutes} minute to ${maxMinutes} minutes (14 days)`;
  return `is ${quote(value)}, but the service mints tokens of ${range} only: CreateParticipantToken would fail`;
}

/** What is wrong with a `rotateBefore`, if anything. `duration` is the token's, where it is known and right. */
export function checkRotateBefore(value: unknown, duration: unknown): string | undefined {
  if (value === undefined) return undefined;
  const parsed = parseDuration(value);
  if ("problem" in parsed) return parsed.problem;
  const life = parseDuration(duration ?? defaultMinutes);
  const known = "seconds" in life && checkDuration(duration) === undefined;
  const lifeSeconds = known ? life.seconds : maxMinutes * 60;
  if (parsed.seconds < lifeSeconds) return undefined;
  const what = known
    ? `the token's duration of ${span(lifeSeconds)}`
    : `the longest duration, ${span(lifeSeconds)}`;
  return (
    `is ${quote(value)}, not shorter than ${what}: every token would be due when it is minted, so it ` +
    "would rotate on every pulumi up. Make rotateBefore shorter or duration longer"
  );
}

function quote(value: unknown): string {
  return typeof value === "number" ? `${value} (minutes)` : `"${value}"`;
}
