import assert from "node:assert/strict";
import { test } from "node:test";
import { mintedTimes } from "../../dist/provider/verbs/create.js";

const noon = "2026-03-01T12:00:00Z";
const [ten, eleven, one] = ["2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z"];

/** What the answer says (Date, expirationTime), this machine's clock, and what follows for 60 minutes. */
const cases: [string, string | undefined, string | undefined, string, string, string][] = [
  ["both by the service's clock", ten, eleven, noon, ten, eleven],
  ["a shorter life than was asked for", ten, "2026-03-01T10:20:00Z", noon, ten, "2026-03-01T10:20:00Z"],
  ["a longer one", ten, one, noon, ten, one],
  ["no expirationTime", ten, undefined, noon, ten, eleven],
  ["no Date", undefined, one, noon, noon, one],
  ["neither", undefined, undefined, noon, noon, one],
  ["a Date before there was the service", "1970-01-01T00:00:00Z", one, noon, noon, one],
  ["a Date years before expirationTime", "2021-01-01T00:00:00Z", one, noon, noon, one],
  ["a Date years after expirationTime", "2030-01-01T00:00:00Z", one, noon, noon, one],
  ["a Date of no year, no expirationTime", "+275760-09-13T00:00:00Z", undefined, noon, noon, one],
  ["an expirationTime of no year", ten, "9999-12-31T00:00:00Z", noon, ten, eleven],
  ["an expirationTime years ahead", noon, "2040-01-01T00:00:00Z", noon, noon, one],
  ["expired when it is minted, by a Date that this clock agrees with", noon, ten, noon, noon, one],
  ["a Date of ten days ago", "2026-02-19T12:00:00Z", one, noon, noon, one],
  ["no Date, an expirationTime years ahead", undefined, "2040-01-01T00:00:00Z", noon, noon, one],
  ["no Date, an expirationTime that is past", undefined, ten, noon, noon, one],
  ["no Date, and a clock that was never set", undefined, one, "1970-01-01T00:00:00Z", noon, one],
];

for (const [what, date, expirationTime, now, issued, expires] of cases) {
  test(`times: ${what}`, () => {
    const read = (time: string | undefined) => (time === undefined ? undefined : new Date(time));
    const answer = {
      date: read(date),
      expirationTime: read(expirationTime),
      duration: 60,
      now: new Date(now),
    };
    assert.deepEqual(mintedTimes(answer), { issued: new Date(issued), expires: new Date(expires) });
  });
}
