import type { Kind, Reading } from "../settings/kinds.js";
import { isMap } from "../values/pulumiValues.js";
import { allProblems, describeLength, shorten } from "../values/redaction.js";
import { type Capability, limits } from "../values/service.js";
import { formatSpan, parseDuration } from "../values/time.js";

const { pattern, maxLength, example } = limits.stageArn;

/** A stage's ARN. Text that doesn't look like an ARN is not quoted: it may be a secret. */
export const stageArn: Kind<string> = {
  allowed: `a stage's ARN like ${example}`,
  read(value) {
    if (typeof value !== "string") return { problem: `must be a string like ${example}` };
    if (pattern.test(value) && value.length <= maxLength) return { value };
    if (pattern.test(value))
      return {
        problem: `is ${value.length} characters long, but the service refuses ARNs of more than ${maxLength}`,
      };
    const shown = /^arn:[\w:/.*-]{0,200}$/.test(value) ? `"${value}"` : describeLength(value);
    return {
      problem: `is ${shown}, which the service refuses: ${arnHint(value)}. Take the stage's ARN as GetStage shows it, like ${example}`,
    };
  },
};

function arnHint(value: string): string {
  const modelled = `its model allows only ${pattern.source.slice(1, -1).replaceAll("\\/", "/")}`;
  const partition = /^arn:([a-z-]+):/.exec(value)?.[1];
  if (partition === undefined || partition === "aws") return modelled;
  return `IVS Real-Time stages are in the partition "aws", not "${partition}"; ${modelled}`;
}

const { maxCodePoints } = limits.userId;

/** A name for the holder. It is not quoted: it may be personal. */
export const userId: Kind<string> = {
  allowed: `text of up to ${maxCodePoints} characters`,
  read(value) {
    if (typeof value !== "string") return { problem: "must be a string: write it with quotes" };
    const length = [...value].length;
    if (length <= maxCodePoints) return { value };
    return {
      problem: `is ${length} characters long, but the service takes ${maxCodePoints} at most: shorten it by ${length - maxCodePoints}`,
    };
  },
};

const { maxBytes } = limits.attributes;

/**
 * A map of strings. Neither keys nor values are quoted: any of them may be a secret. The service's documentation says
 * "1 KB total" and not how it counts: UTF-8 bytes of keys and values here.
 */
export const attributes: Kind<Record<string, string>> = {
  allowed: `a map of strings, at most ${maxBytes} bytes of UTF-8 in total`,
  read(value) {
    if (!isMap(value)) return { problem: 'must be a map of strings, like { role: "host" }' };
    const entries = Object.entries(value);
    const problems = entries.flatMap(([key, text], index) => textProblem(key, text, index, entries.length));
    if (problems.length > 0) return { problem: allProblems(problems) };
    const texts = value as Record<string, string>;
    const bytes = Object.entries(texts)
      .flat()
      .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    return bytes <= maxBytes ? { value: texts } : { problem: sizeProblem(bytes) };
  },
};

function textProblem(key: string, text: unknown, index: number, count: number): string[] {
  if (typeof text === "string") return [];
  const type = text === null ? "null" : Array.isArray(text) ? "a list" : `of type ${typeof text}`;
  const place = `value ${index + 1} of ${count} (its key is ${[...key].length} characters long)`;
  return [`${place} is ${type}, but the service takes strings only: write it as a string`];
}

function sizeProblem(bytes: number): string {
  return (
    `hold ${bytes} bytes of UTF-8 in keys and values, but the service takes 1 KB (${maxBytes} bytes) in total, ` +
    `so CreateParticipantToken would fail: shorten them by ${bytes - maxBytes}, or keep the rest where the userId leads to it`
  );
}

const words: readonly Capability[] = limits.capabilities.allowed;
const choices = words.join(", ");

/** A set of capabilities: each once, sorted. A word that isn't one of the service's is not quoted. */
export const capabilities: Kind<Capability[]> = {
  allowed: `a list of ${choices} or both`,
  read(value): Reading<Capability[]> {
    if (!Array.isArray(value)) return { problem: `must be a list of ${choices}` };
    if (value.length === 0)
      return {
        problem:
          `is empty: what a token without capabilities may do is undocumented. Give ${choices} or both, ` +
          "or leave it out for both",
      };
    const problems = value.flatMap((word, index) => wordProblem(word, index, value.length));
    if (problems.length > 0) return { problem: allProblems(problems) };
    return { value: words.filter((word) => value.includes(word)).sort() };
  },
};

function wordProblem(word: unknown, index: number, count: number): string[] {
  if (words.some((one) => one === word)) return [];
  const place = `item ${index + 1} of ${count}`;
  const meant = typeof word === "string" ? words.find((one) => one === word.toUpperCase()) : undefined;
  if (meant) return [`${place} is "${word}": the service knows it in capitals only, write "${meant}"`];
  const shown = typeof word === "string" ? describeLength(word) : "not a string";
  return [`${place} is ${shown}, but the service allows only ${choices}`];
}

const { minMinutes, maxMinutes } = limits.duration;

const lifeForms = `write ${minMinutes} to ${maxMinutes} whole minutes as a number, or digits and one unit: "90m", "12h", "7d"`;

/** A token's life, in minutes. */
export const duration: Kind<number> = {
  allowed: 'whole minutes as a number, or text like "90m", "12h", "7d": 1 minute to 14 days',
  read(value) {
    const parsed = parseDuration(value, lifeForms);
    if ("problem" in parsed) return parsed;
    const minutes = parsed.seconds / 60;
    if (Number.isInteger(minutes) && minutes >= minMinutes && minutes <= maxMinutes)
      return { value: minutes };
    const between = minutes > minMinutes && minutes < maxMinutes;
    const range = `${minMinutes} minute to ${maxMinutes} minutes (14 days)`;
    return {
      problem: between
        ? `is ${quote(value)}, but the service counts whole minutes: round it to a multiple of 60 seconds, from ${range}`
        : `is ${quote(value)}, but the service mints tokens of ${range} only: CreateParticipantToken would fail`,
    };
  },
};

const windowForms =
  'write whole minutes, 0 or more, as a number, or digits and one unit: "50s", "90m", "12h", "2d"';

/** A window before expiration: in minutes, or `"Ns"` if it isn't whole minutes. */
export const rotationWindow: Kind<number | string> = {
  allowed: 'whole minutes as a number, or text like "50s", "90m", "12h", "2d": shorter than the duration',
  read(value) {
    const parsed = parseDuration(value, windowForms);
    if ("problem" in parsed) return parsed;
    const minutes = parsed.seconds / 60;
    return { value: Number.isInteger(minutes) ? minutes : `${parsed.seconds}s` };
  },
};

/**
 * The one rule across inputs: the window is shorter than the token's life.
 *
 * @param rotateBefore as it was given.
 * @param minutes the token's checked duration; without one the window is held against the longest.
 */
export function windowProblem(rotateBefore: unknown, minutes: number | undefined): string | undefined {
  const window = parseDuration(rotateBefore, windowForms);
  const life = (minutes ?? maxMinutes) * 60;
  if ("problem" in window || window.seconds < life) return undefined;
  const what =
    minutes === undefined
      ? `the longest duration, ${formatSpan(life)}`
      : `the token's duration of ${formatSpan(life)}`;
  return (
    `is ${quote(rotateBefore)}, not shorter than ${what}: every token would be due when it is minted, so it ` +
    "would rotate on every pulumi up. Make rotateBefore shorter or duration longer"
  );
}

function quote(value: unknown): string {
  return typeof value === "number" ? `${value} (minutes)` : `"${shorten(String(value))}"`;
}

/** A switch. Text is refused: it comes from `config.get`, where `config.getBoolean` was meant. */
export const onOff: Kind<boolean> = {
  allowed: "true or false",
  read(value) {
    if (typeof value === "boolean") return { value };
    return {
      problem: `must be true or false, not of type ${typeof value} (from stack config: config.getBoolean)`,
    };
  },
};

/** AWS settings. Their members are read where the settings are resolved. */
export const settings: Kind<Readonly<Record<string, unknown>>> = {
  allowed: 'an object like { profile: "dev" }',
  read(value) {
    return isMap(value) ? { value } : { problem: 'must be an object like { profile: "dev" }' };
  },
};
