import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { mintTimes } from "../../dist/provider/token/mintTimes.js";

const truth = Date.parse("2026-03-01T12:00:00Z") / 1000;
const at = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date((truth + seconds) * 1000);
const [minute, hour] = [60, 3600];

interface Case {
  /** Seconds by which each is ahead of the truth; undefined: missing. */
  date?: number | undefined;
  expiry?: number | undefined;
  machine?: number;
  /** Minutes. */
  duration?: number;
}

/** Times in seconds after the truth. */
function timesOf({ date, expiry, machine = 0, duration = 60 }: Case) {
  const now = at(machine) as Date;
  const { issued, expires, ...rest } = mintTimes({
    date: at(date),
    expirationTime: at(expiry === undefined ? undefined : expiry + duration * 60),
    duration,
    now,
  });
  return { issued: issued.getTime() / 1000 - truth, expires: expires.getTime() / 1000 - truth, ...rest };
}

const cases: [string, Case, ReturnType<typeof timesOf>][] = [
  ["all right", { date: 0, expiry: 0 }, { issued: 0, expires: hour, off: {}, isShortened: false }],
  [
    "Date 5 h ahead",
    { date: 5 * hour, expiry: 0 },
    { issued: 0, expires: hour, off: { date: 5 * hour }, isShortened: false },
  ],
  [
    "Date 5 h behind",
    { date: -5 * hour, expiry: 1 },
    { issued: 1, expires: hour + 1, off: { date: -5 * hour - 1 }, isShortened: false },
  ],
  [
    "expirationTime 20 h too far",
    { date: 0, expiry: 20 * hour },
    { issued: 0, expires: hour, off: { expirationTime: 20 * hour }, isShortened: false },
  ],
  [
    "expirationTime of this very second",
    { date: 0, expiry: -hour },
    { issued: 0, expires: hour, off: { expirationTime: -hour }, isShortened: false },
  ],
  [
    "machine 2 h behind",
    { date: 0, expiry: 0, machine: -2 * hour },
    { issued: 0, expires: hour, off: { machine: -2 * hour }, isShortened: false },
  ],
  [
    "machine never set",
    { date: 0, expiry: 0, machine: -truth },
    { issued: 0, expires: hour, off: { machine: -truth }, isShortened: false },
  ],
  [
    "20 minutes given of 60, machine 2 h behind",
    { date: 0, expiry: -40 * minute, machine: -2 * hour },
    { issued: 0, expires: 20 * minute, off: { machine: -2 * hour }, isShortened: true },
  ],
  [
    "58 minutes given of 60: within the grace of clocks, and a shortened life all the same",
    { date: 0, expiry: -2 * minute },
    { issued: 0, expires: 58 * minute, off: {}, isShortened: true },
  ],
  [
    "a Date one minute ahead is no shortened life where this machine's clock agrees with expirationTime",
    { date: minute, expiry: 0 },
    { issued: minute, expires: hour, off: {}, isShortened: false },
  ],
  ["no Date", { expiry: 0, machine: 1 }, { issued: 0, expires: hour, off: {}, isShortened: false }],
  [
    "no Date, and expirationTime disagrees: this machine's clock",
    { expiry: -30 * minute },
    { issued: 0, expires: 30 * minute, off: {}, isShortened: true },
  ],
  [
    "no expirationTime, and the others disagree: Date",
    { date: 0, machine: hour },
    { issued: 0, expires: hour, off: { machine: hour }, isShortened: false },
  ],
  [
    "all disagree, and no expirationTime is possible by either clock: Date",
    { date: 0, expiry: 30 * hour, machine: 9 * hour },
    {
      issued: 0,
      expires: hour,
      off: { machine: 9 * hour, expirationTime: 30 * hour },
      isShortened: false,
    },
  ],
  [
    "a shortened life that is possible by this machine's clock alone: that clock",
    { date: 5 * hour, expiry: -30 * minute },
    { issued: 0, expires: 30 * minute, off: { date: 5 * hour }, isShortened: true },
  ],
  [
    "one minute asked: a quarter of it is the grace, so a Date one minute ahead is wrong",
    { date: minute, expiry: 0, duration: 1 },
    { issued: 0, expires: minute, off: { date: minute }, isShortened: false },
  ],
  [
    "one minute asked, machine 16 s behind",
    { date: 0, expiry: 0, machine: -16, duration: 1 },
    { issued: 0, expires: minute, off: { machine: -16 }, isShortened: false },
  ],
  [
    "one minute asked, and a life of nearly three isn't believed",
    { date: 0, expiry: 119, duration: 1 },
    { issued: 0, expires: minute, off: { expirationTime: 119 }, isShortened: false },
  ],
  [
    "nothing but a clock never set",
    { machine: -truth },
    { issued: -truth, expires: hour - truth, off: {}, isShortened: false },
  ],
  [
    "two minutes apart agree",
    { date: 0, expiry: 2 * minute, machine: 9 * hour },
    { issued: 0, expires: hour + 2 * minute, off: { machine: 9 * hour }, isShortened: false },
  ],
  [
    "more don't",
    { date: 0, expiry: 2 * minute + 1, machine: 9 * hour },
    {
      issued: 0,
      expires: hour,
      off: { machine: 9 * hour, expirationTime: 2 * minute + 1 },
      isShortened: false,
    },
  ],
];
for (const [what, given, expected] of cases) {
  test(`${what}`, () => assert.deepEqual(timesOf(given), expected));
}

const years10 = 10 * 366 * 24 * hour;
const graceOf = (minutes: number) => Math.min(120, minutes * 15);
/** Minutes; the short ones often, since clocks have to be righter for those. */
const duration = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 20_160 }));
/** Jitter of clocks that are right, in seconds. */
const mostJitter = 10;
const jitter = fc.integer({ min: 0, max: mostJitter });
/** A duration, and an error by more than clocks that agree may be apart then, whichever way the jitter goes. */
const wrong = fc
  .tuple(
    duration,
    fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: years10 })),
    fc.boolean(),
  )
  .map(([minutes, beyond, isAhead]) => ({
    minutes,
    off: (isAhead ? 1 : -1) * (graceOf(minutes) + mostJitter + beyond),
  }));
const right = (seconds: number, minutes: number) =>
  assert.ok(Math.abs(seconds) <= graceOf(minutes), `${seconds} s from the truth`);
/** By how many seconds a life is shortened; what is left of it is longer than the jitter. */
const shortened = (asked: number, share: number) =>
  Math.min(asked - mostJitter - 1, Math.floor(asked * share));
const share = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.999, noNaN: true }));

test("any one clock wrong: the times are true", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("date", "expiry", "machine"),
      wrong,
      jitter,
      (name, { off, minutes }, late) => {
        const times = timesOf({ date: 0, expiry: 0, machine: late, duration: minutes, [name]: off });
        right(times.issued, minutes);
        // An expirationTime that is too early can't be told from a shortened life; one in the grace is kept.
        const asked = minutes * 60;
        const isPossible = name === "expiry" && off > -asked && off <= 0;
        right(times.expires - (isPossible ? asked + off : asked), minutes);
        assert.deepEqual(Object.keys(times.off), isPossible ? [] : [nameOf[name]]);
      },
    ),
    { numRuns: 2000 },
  );
});
const nameOf = { date: "date", expiry: "expirationTime", machine: "machine" } as const;

test("a shortened life and one clock wrong: the expiration is true, and so is the issue where that can be known", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("date", "machine"),
      wrong,
      share,
      jitter,
      (name, { off, minutes }, part, late) => {
        const cut = shortened(minutes * 60, part);
        const given: Case = { date: 0, expiry: -cut, machine: late, duration: minutes, [name]: off };
        const times = timesOf(given);
        assert.equal(times.expires, minutes * 60 - cut);
        // A Date that is wrong by as much as any life in question looks like a machine's clock that is; and a clock that
        // is behind by what the life was cut agrees with expirationTime.
        const life = minutes * 60 - cut - off;
        const isAmbiguous =
          name === "date"
            ? life > 0 && life <= minutes * 60 + graceOf(minutes)
            : Math.abs(off + cut) <= graceOf(minutes);
        if (!isAmbiguous) right(times.issued, minutes);
      },
    ),
    { numRuns: 2000 },
  );
});

test("any instants at all: whole seconds, a life, and no more than was asked for", () => {
  const any = fc.option(fc.date({ noInvalidDate: false }), { nil: undefined });
  fc.assert(
    fc.property(
      any,
      any,
      duration,
      fc.date({ noInvalidDate: true }),
      (date, expirationTime, minutes, now) => {
        const { issued, expires } = mintTimes({ date, expirationTime, duration: minutes, now });
        const life = (expires.getTime() - issued.getTime()) / 1000;
        if (Number.isNaN(expires.getTime())) return;
        assert.ok(Number.isInteger(life) && life > 0 && life <= minutes * 60 + graceOf(minutes));
      },
    ),
  );
});
