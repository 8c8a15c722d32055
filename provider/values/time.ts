import { describeLength } from "./redaction.js";

/** The source of every "now" in this package: tests pass one that they move. */
export type Clock = () => Date;

/** The machine's clock. */
export const systemClock: Clock = () => new Date();

/**
 * How time passes while something waits: milliseconds of a monotonic clock, as setting the machine's must not stretch a
 * wait, and an alarm. Tests pass one that is faster.
 */
export interface Timing {
  now(): number;
  /**
   * @param idle the process may end before.
   * @returns what takes the alarm back.
   */
  after(milliseconds: number, alarm: () => void, idle?: "idle"): () => void;
}

/** The machine's. */
export const systemTiming: Timing = {
  now: () => performance.now(),
  after(milliseconds, alarm, idle) {
    const timer = setTimeout(alarm, milliseconds);
    if (idle) timer.unref();
    return () => clearTimeout(timer);
  },
};

const isoPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const [earliest, latest] = [Date.UTC(2020, 0), Date.UTC(9001, 0)];

/** Whether a clock may show it: after IVS Real-Time began, and before the years that ISO 8601 writes with a sign. */
export function isPossibleTime(milliseconds: number): boolean {
  return milliseconds >= earliest && milliseconds < latest;
}

/** An instant as this package stores it: ISO 8601, UTC, whole seconds (rounded down). */
export function formatIsoTime(time: Date): string {
  return new Date(Math.floor(time.getTime() / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

/** Reads an ISO 8601 instant, rounded down to whole seconds; `undefined` for anything else. */
export function parseIsoTime(value: unknown): Date | undefined {
  if (typeof value !== "string" || !isoPattern.test(value) || !isDay(value.slice(0, 10))) return undefined;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? undefined : new Date(Math.floor(milliseconds / 1000) * 1000);
}

/** Whether the month has that day: Date.parse reads 30 February as 2 March. */
function isDay(date: string): boolean {
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date);
}

const units = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const;

/** A span by its two largest units: `"1 h 20 min"`. Whole seconds; the sign is dropped. */
export function formatSpan(seconds: number): string {
  let rest = Math.floor(Math.abs(seconds));
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

/** A span that was measured, with the precision that its size calls for: `"2 h"` for 7199 seconds. */
export function roundSpan(seconds: number): string {
  const span = Math.abs(seconds);
  const unit = span >= 86_400 ? 3600 : span >= 600 ? 60 : 1;
  return formatSpan(Math.round(span / unit) * unit);
}

const secondsPerUnit = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const durationPattern = /^(\d+)(s|m|h|d)$/;

/** A span in seconds, or what is wrong with the value. */
type ParsedDuration = { seconds: number } | { problem: string };

/**
 * Reads a {@link Duration}: a number of whole minutes, or digits with a unit. Text that doesn't look like a
 * duration is not quoted, since it may be a secret that slipped into the wrong place.
 *
 * @param forms the forms that a problem names.
 */
export function parseDuration(value: unknown, forms = anyForms): ParsedDuration {
  if (typeof value === "number") return fromMinutes(value, forms);
  if (typeof value !== "string") return { problem: `is of type ${kindOf(value)}; ${forms}` };
  const match = durationPattern.exec(value);
  if (!match) return { problem: `${describe(value)}; ${hint(value, forms)}` };
  return { seconds: Number(match[1]) * secondsPerUnit[match[2] as keyof typeof secondsPerUnit] };
}

const anyForms = 'write whole minutes as a number, or digits and one unit: "90m", "12h", "7d"';

function fromMinutes(minutes: number, forms: string): ParsedDuration {
  if (Number.isInteger(minutes) && minutes >= 0) return { seconds: minutes * 60 };
  return { problem: `is ${minutes}, but a number counts whole minutes: ${forms}` };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

// A number with a word for a unit of time, or some such pairs, and nothing longer: text that only begins with digits
// may be a secret.
const unit = "(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)";
const durationLike = new RegExp(`^[-+]?\\d{1,8}([.,]\\d{1,3})? ?${unit}?$|^(\\d{1,4} ?${unit} ?){2,4}$`, "i");

function describe(text: string): string {
  return durationLike.test(text) ? `is "${text}"` : `is ${describeLength(text)}, not a duration`;
}

function hint(text: string, forms: string): string {
  if (!/^\d{1,8}$/.test(text)) return forms;
  return `bare digits don't say their unit: write ${Number(text)} without quotes or "${text}m" for minutes`;
}
