import { unquoted } from "./values/redaction.js";
import { limits } from "./values/service.js";

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
  const shown = typeof word === "string" ? unquoted(word) : "not a string";
  return [`${place} is ${shown}, but the service allows only ${choices}`];
}
