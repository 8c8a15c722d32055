import assert from "node:assert/strict";
import type { Case } from "./cases.mts";

/** Compares a parsed answer with what its case says of it. */
export function assertAnswer(body: unknown, { has = [], lacks = [], matches = {} }: Case): void {
  const text = JSON.stringify(body);
  for (const path of has) assert.notEqual(at(body, path), undefined, `${path} is missing in ${text}`);
  for (const path of lacks) assert.equal(at(body, path), undefined, `${path} stands in ${text}`);
  for (const [path, pattern] of Object.entries(matches))
    assert.match(String(at(body, path)), new RegExp(pattern));
}

function at(body: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
}
