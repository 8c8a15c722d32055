import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { providerText } from "../../dist/provider/token/state.js";
import { bypassesProxy, hostOf } from "../../dist/provider/values/hosts.js";
import { mask, printable, printableMessage, properRequestId } from "../../dist/provider/values/redaction.js";
import {
  formatIsoTime,
  formatSpan,
  parseDuration,
  parseIsoTime,
  roundSpan,
} from "../../dist/provider/values/time.js";
import { goldenProviderText } from "../support/stackState.mts";

test("the provider's text is these bytes for good: every state in the world holds it", () => {
  assert.equal(providerText, goldenProviderText);
});

const spans: [number, string][] = [
  [0, "0 s"],
  [59, "59 s"],
  [60, "1 min"],
  [4800, "1 h 20 min"],
  [86_399, "23 h 59 min"],
  [86_400, "1 d"],
  [90_061, "1 d 1 h"],
  [-90, "1 min 30 s"],
  [1.9, "1 s"],
];
for (const [seconds, words] of spans) {
  test(`${seconds} seconds are ${words}`, () => assert.equal(formatSpan(seconds), words));
}

const rounded: [number, string][] = [
  [-7199, "2 h"],
  [121, "2 min 1 s"],
  [599, "9 min 59 s"],
  [3599, "1 h"],
  [86_399, "1 d"],
  [5 * 86_400 + 1799, "5 d"],
];
for (const [seconds, words] of rounded) {
  test(`${seconds} seconds are about ${words}`, () => assert.equal(roundSpan(seconds), words));
}

test("control, format and bidirectional characters are spelled out", () => {
  assert.equal(
    printable("a\u001b[31mb\r\nc\u202ed\u2028e\u009bf\u200bg é 🎥"),
    "a\\u{1b}[31mb\\u{d}\\u{a}c\\u{202e}d\\u{2028}e\\u{9b}f\\u{200b}g é 🎥",
  );
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !/[\p{Cc}\p{Cf}]/u.test(printable(text))));
});

test("a message of 2 MB is cut, and says by how much", () => {
  assert.equal(printableMessage("\u001bfine"), "\\u{1b}fine");
  const cut = printableMessage("x".repeat(2_000_000));
  assert.match(cut, /^x{16384}… \(1983616 more characters\)$/);
});

const masked: [string, string, string[], string][] = [
  ["given values, the longest first", "for bob and bobby", ["bob", "bobby", ""], "for [masked] and [masked]"],
  ["what follows the first line", "all is well\nhush", [], "all is well"],
  [
    "a value of several lines",
    "bad 'line-one\nline-two' there",
    ["line-one\nline-two"],
    "bad '[masked]' there",
  ],
  ["a value as a URL holds it", "no a%2Fb%20c here", ["a/b c"], "no [masked] here"],
  ["a value escaped as in JSON", 'bad "se\\"cret" there', ['se"cret'], 'bad "[masked]" there'],
  [
    "what has a token's form",
    `see ${"a".repeat(20)}.${"b".repeat(20)}.${"c".repeat(20)}!`,
    [],
    "see [masked]!",
  ],
  [
    "a token with a given value in it",
    `see eyJhbGciOiJFUzM4NCJ9.${"b".repeat(20)}.c`,
    ["eyJ", "bbb"],
    "see [masked]",
  ],
  ["the beginning of a token", "see eyJhbGciOiJFUzM4NCJ9.eyJle", [], "see [masked]"],
];
for (const [what, text, values, shown] of masked) {
  test(`masking: ${what}`, () => assert.equal(mask(text, values), shown));
}

test("a request ID is shown if it looks like one, and neither is a secret nor holds one", () => {
  const uuid = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
  assert.equal(properRequestId(uuid, ["4b5a"]), uuid);
  assert.equal(properRequestId("ABC-123", ["XYZ"]), "ABC-123");
  for (const [id, secrets] of [
    [uuid, [uuid]],
    ["ABC-bob-123", ["bob"]],
    ["two words", []],
    ["x".repeat(65), []],
    [7, []],
  ] as const)
    assert.equal(properRequestId(id, secrets), undefined, String(id));
});

test("masking leaves host names alone and shortens what is long", () => {
  const text = "no route to ivsrealtime.us-west-2.amazonaws.com";
  assert.equal(mask(text, []), text);
  for (const length of [500, 50_000_000]) assert.equal(mask("x".repeat(length), []).length, 401);
});

test("times: whole seconds, rounded down, and back", () => {
  assert.equal(formatIsoTime(new Date("2026-03-01T00:00:00.999Z")), "2026-03-01T00:00:00Z");
  for (const day of ["2026-02-30", "2025-02-29", "2026-04-31", "2026-01-00", "2026-13-01"]) {
    assert.equal(parseIsoTime(`${day}T00:00:00Z`), undefined, day);
  }
  assert.deepEqual(parseIsoTime("2024-02-29T00:00:00-01:00"), new Date("2024-02-29T01:00:00Z"));
  assert.deepEqual(parseIsoTime("2023-03-07T09:47:43+00:00"), new Date("2023-03-07T09:47:43Z"));
  assert.deepEqual(parseIsoTime("2023-03-07T10:47:43.5+01:00"), new Date("2023-03-07T09:47:43Z"));
});

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

const cases: [string, string, number, boolean][] = [
  ["", "localhost", 80, true],
  ["", "127.0.0.5", 443, true],
  ["", "[::1]", 443, true],
  ["", "host.example", 443, false],
  ["*", "host.example", 443, true],
  ["host.example", "host.example", 443, true],
  ["host.example", "a.host.example", 443, true],
  ["host.example", "otherhost.example", 443, false],
  [".host.example", "a.host.example", 443, true],
  [".host.example", "host.example", 443, false],
  ["*.host.example", "a.host.example", 443, true],
  ["Host.Example", "HOST.example", 443, true],
  ["host.example:443", "host.example", 443, true],
  ["host.example:444", "host.example", 443, false],
  ["a.example, b.example", "b.example", 443, true],
  ["10.0.0.0/8", "10.9.8.7", 443, true],
  ["10.0.0.0/8", "11.9.8.7", 443, false],
  ["10.0.0.0/99", "10.9.8.7", 443, false],
  ["fd00::/8", "[fd12::1]", 443, true],
  ["fd00::/8", "10.0.0.1", 443, false],
  ["10.0.0.1", "10.0.0.1", 443, true],
  ["10.0.0.1:80", "10.0.0.1", 443, false],
  ["[fd12::1]:443", "[fd12::1]", 443, true],
  ["example", "host.example.org", 443, false],
];
for (const [noProxy, host, port, expected] of cases) {
  test(`noProxy "${noProxy}": ${host}:${port} goes ${expected ? "past" : "through"} the proxy`, () => {
    assert.equal(bypassesProxy(hostOf(`https://${host}`), port, noProxy), expected);
  });
}
