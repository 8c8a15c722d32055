import { isMap } from "../values/pulumiValues.js";
import { describeLength } from "../values/redaction.js";
import { limits } from "../values/service.js";
import { formatSpan, parseDuration } from "../values/time.js";

const { pattern, maxLength, example } = limits.stageArn;

/** What is wrong with a stage ARN, if anything. What doesn't look like an ARN is not quoted: it may be a secret. */
export function checkStageArn(value: unknown): string | undefined {
  if (value === undefined) return `is required: the ARN of the stage that the token lets in, like ${example}`;
  if (typeof value !== "string") return `must be a string like ${example}`;
  if (pattern.test(value)) return checkLength(value);
  const shown = /^arn:[\w:/.*-]{0,200}$/.test(value) ? `"${value}"` : describeLength(value);
  return `is ${shown}, which the service refuses: ${reason(value)}. Take the stage's ARN as GetStage shows it, like ${example}`;
}

function checkLength(value: string): string | undefined {
  if (value.length <= maxLength) return undefined;
  return `is ${value.length} characters long, but the service refuses ARNs of more than ${maxLength}`;
}

function reason(value: string): string {
  const modelled = `its model allows only ${pattern.source.slice(1, -1).replaceAll("\\/", "/")}`;
  const partition = /^arn:([a-z-]+):/.exec(value)?.[1];
  if (partition === undefined || partition === "aws") return modelled;
  return `IVS Real-Time stages are in the partition "aws", not "${partition}"; ${modelled}`;
}

/**
 * What is wrong with attributes, if anything. Neither keys nor values are quoted: any of them may be a secret.
 * The service's documentation says "1 KB total" and not how it counts: UTF-8 bytes of keys and values here.
 */
export function checkAttributes(value: unknown): string[] {
  if (value === undefined) return [];
  if (!isMap(value)) {
    return ['must be a map of strings, like { role: "host" }'];
  }
  const entries = Object.entries(value);
  const problems = entries.flatMap(([key, text], index) => checkValue(key, text, index, entries.length));
  return problems.length > 0 ? problems : checkSize(entries as [string, string][]);
}

function checkValue(key: string, text: unknown, index: number, count: number): string[] {
  if (typeof text === "string") return [];
  const kind = text === null ? "null" : Array.isArray(text) ? "a list" : `of type ${typeof text}`;
  const place = `value ${index + 1} of ${count} (its key is ${[...key].length} characters long)`;
  return [`${place} is ${kind}, but the service takes strings only: write it as a string`];
}

function checkSize(entries: [string, string][]): string[] {
  const bytes = entries.flat().reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const { maxBytes } = limits.attributes;
  if (bytes <= maxBytes) return [];
  return [
    `come to ${bytes} bytes of UTF-8 in keys and values, but the service takes 1 KB (${maxBytes} bytes) in total, ` +
      `so CreateParticipantToken would fail: shorten them by ${bytes - maxBytes}, or keep the rest where the userId leads to it`,
  ];
}

const allowed: readonly string[] = limits.capabilities.allowed;
const choices = allowed.join(", ");

/** What is wrong with capabilities, if anything. A word that isn't one of the service's is not quoted. */
export function checkCapabilities(value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [`must be a list of ${choices}`];
  if (value.length === 0) {
    return [
      `is empty: what a token without capabilities may do is undocumented. Give ${choices} or both, ` +
        "or leave it out for both",
    ];
  }
  return value.flatMap((word, index) => checkWord(word, index, value.length));
}

function checkWord(word: unknown, index: number, count: number): string[] {
  if (typeof word === "string" && allowed.includes(word)) return [];
  const place = `item ${index + 1} of ${count}`;
  const meant = typeof word === "string" ? allowed.find((name) => name === word.toUpperCase()) : undefined;
  if (meant) return [`${place} is "${word}": the service knows it in capitals only, write "${meant}"`];
  const shown = typeof word === "string" ? describeLength(word) : "not a string";
  return [`${place} is ${shown}, but the service allows only ${choices}`];
}

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
    ? `the token's duration of ${formatSpan(lifeSeconds)}`
    : `the longest duration, ${formatSpan(lifeSeconds)}`;
  return (
    `is ${quote(value)}, not shorter than ${what}: every token would be due when it is minted, so it ` +
    "would rotate on every pulumi up. Make rotateBefore shorter or duration longer"
  );
}

function quote(value: unknown): string {
  return typeof value === "number" ? `${value} (minutes)` : `"${value}"`;
}
