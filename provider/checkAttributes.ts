import { isMap } from "./values/pulumiValues.js";
import { limits } from "./values/service.js";

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
