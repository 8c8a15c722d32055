import { unquoted } from "../unquoted.js";

const secondsPerUnit = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const durationPattern = /^(\d+)(s|m|h|d)$/;

/** A span in seconds, or what is wrong with the text or number that should have given one. */
export type ParsedDuration = { seconds: number } | { problem: string };

/**
 * Reads a {@link Duration}: a number of whole minutes, or digits with a unit. Text that doesn't look like a
 * duration is not quoted, since it may be a secret that slipped into the wrong place.
 */
export function parseDuration(value: unknown): ParsedDuration {
  if (typeof value === "number") return fromMinutes(value);
  if (typeof value !== "string") return { problem: `is of type ${kindOf(value)}; ${forms}` };
  const match = durationPattern.exec(value);
  if (!match) return { problem: `${describe(value)}; ${hint(value)}` };
  return { seconds: Number(match[1]) * secondsPerUnit[match[2] as keyof typeof secondsPerUnit] };
}

const forms = 'write whole minutes as a number, or digits and one unit: "90m", "12h", "7d"';

function fromMinutes(minutes: number): ParsedDuration {
  if (Number.isInteger(minutes) && minutes >= 0) return { seconds: minutes * 60 };
  return { problem: `is ${minutes}, but a number counts whole minutes, 0 or more: ${forms}` };
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
  return durationLike.test(text) ? `is "${text}"` : `is ${unquoted(text)}, not a duration`;
}

function hint(text: string): string {
  if (!/^\d{1,8}$/.test(text)) return forms;
  return `bare digits don't say their unit: write ${Number(text)} without quotes or "${text}m" for minutes`;
}
