import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDuration } from "../../dist/provider/values/time.js";

const good: [unknown, number][] = [
  [0, 0],
  [90, 5400],
  ["50s", 50],
  ["90m", 5400],
  ["12h", 43_200],
  ["7d", 604_800],
  ["007d", 604_800],
];

for (const [value, seconds] of good) {
  test(`${JSON.stringify(value)} is ${seconds} seconds`, () => {
    assert.deepEqual(parseDuration(value), { seconds });
  });
}

const bad: [unknown, RegExp][] = [
  ["720", /is "720"; bare digits .* write 720 without quotes or "720m"/],
  ["12 h", /is "12 h"; write whole minutes as a number/],
  ["12H", /is "12H"/],
  ["-5m", /is "-5m"/],
  ["1.5h", /is "1.5h"/],
  ["1w", /is "1w"/],
  ["", /is text of 0 characters/],
  ["2 weeks", /is "2 weeks"/],
  ["1h30m", /is "1h30m"; write .* digits and one unit/],
  ["2024summer", /is text of 10 characters, not a duration/],
  ["4111 1111 1111 1111", /is text of 19 characters/],
  ["123456789012", /is text of 12 characters/],
  ["hunter2-hunter2-hunter2", /is text of 23 characters, not a duration/],
  [1.5, /is 1.5, but a number counts whole minutes/],
  [-1, /is -1/],
  [Number.NaN, /is NaN/],
  [Number.POSITIVE_INFINITY, /is Infinity/],
  [true, /is of type boolean/],
  [null, /is of type null/],
  [[12], /is of type list/],
  [{}, /is of type object/],
];

for (const [value, problem] of bad) {
  test(`${String(JSON.stringify(value))} is refused`, () => {
    const parsed = parseDuration(value);
    assert.match("problem" in parsed ? parsed.problem : "accepted", problem);
  });
}

test("text that only begins like a duration is never quoted", () => {
  // No word for a unit has more than 7 letters.
  const [number, word] = [fc.stringMatching(/^[-+]?\d{0,16}[ .,]?$/), fc.stringMatching(/^[a-zA-Z]{8,16}$/)];
  fc.assert(
    fc.property(number, word, (digits, letters) => {
      const parsed = parseDuration(digits + letters);
      assert.ok("problem" in parsed && !parsed.problem.includes(letters));
    }),
  );
});
