import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tokenStatus } from "../../dist/cli/status/tokenStatus.js";
import { readInputs } from "../../dist/provider/token/inputs.js";
import {
  correctedTime,
  rotationSchedule,
  rotationState,
  secondsBehind,
  withRotationTime,
} from "../../dist/provider/token/rotation.js";
import { readState } from "../../dist/provider/token/state.js";
import { withoutNulls } from "../../dist/provider/values/pulumiValues.js";
import { formatIsoTime } from "../../dist/provider/values/time.js";
import { decideDiff } from "../../dist/provider/verbs/diff.js";
import { encrypted } from "../status/support/status.mts";

const issued = Date.parse("2026-03-01T00:00:00Z");
const at = (seconds: number) => new Date(issued + seconds * 1000);
const token = (lifeSeconds: number, others = {}) => ({
  issuedTime: formatIsoTime(at(0)),
  expirationTime: formatIsoTime(at(lifeSeconds)),
  duration: 720,
  autoRotate: true,
  ...others,
});

const scheduleOf = (props: Record<string, unknown>) => rotationSchedule(readState(props));

function stateAt(facts: Record<string, unknown>, now: Date) {
  const schedule = scheduleOf(facts);
  assert.ok(schedule);
  return rotationState(schedule, now);
}

const windows: [string, Record<string, unknown>, number, number, string][] = [
  ["a third of the life by default", {}, 43_200, 14_400, "third"],
  ["a third, rounded down", {}, 100, 33, "third"],
  ["rotateBefore in minutes", { rotateBefore: 120 }, 43_200, 7200, "rotateBefore"],
  ["rotateBefore in seconds", { rotateBefore: "50s" }, 60, 50, "rotateBefore"],
  ["nothing", { rotateBefore: 0 }, 43_200, 0, "rotateBefore"],
  [
    "a third of what the service gave, shorter than rotateBefore",
    { rotateBefore: 120 },
    3600,
    1200,
    "clamped",
  ],
  ["a third where rotateBefore equals the life", { rotateBefore: 60 }, 3600, 1200, "clamped"],
  ["rotateBefore one second short of the life", { rotateBefore: "3599s" }, 3600, 3599, "rotateBefore"],
  ["a third of a life longer than was asked", {}, 86_400, 28_800, "third"],
  ["a third where rotateBefore can't be read", { rotateBefore: "soon" }, 43_200, 14_400, "third"],
  [
    "a third of the duration where issuedTime is lost",
    { issuedTime: "?", duration: 60 },
    43_200,
    1200,
    "third",
  ],
  [
    "a third of the duration where the state says that it was issued after its expiration",
    { issuedTime: "2026-03-02T00:00:00Z" },
    43_200,
    14_400,
    "third",
  ],
  ["a third of 12 hours where all is lost", { issuedTime: 0, duration: "?" }, 43_200, 14_400, "third"],
];

for (const [what, others, life, window, origin] of windows) {
  test(`window: ${what}; due from its first second on`, () => {
    const facts = token(life, others);
    const schedule = scheduleOf(facts);
    assert.equal(schedule?.window, window);
    assert.equal(schedule?.origin, origin);
    assert.deepEqual(schedule?.rotationTime, at(life - window));
    assert.equal(stateAt(facts, at(life - window - 1)), "fresh");
    assert.equal(stateAt(facts, at(life - window)), window === 0 ? "expired" : "due");
    assert.equal(stateAt(facts, at(life - 1)), window === 0 ? "fresh" : "due");
    assert.equal(stateAt(facts, at(life)), "expired");
  });
}

test("autoRotate off: never due, and still expired at the end", () => {
  const facts = token(60, { autoRotate: false });
  assert.ok(!("rotationTime" in (scheduleOf(facts) ?? {})));
  assert.deepEqual(
    [at(0), at(59), at(60)].map((now) => stateAt(facts, now)),
    ["fresh", "fresh", "expired"],
  );
});

test("fractions of a second round down, on either side", () => {
  const facts = token(3600, { rotateBefore: 10, expirationTime: "2026-03-01T01:00:00.999+00:00" });
  assert.equal(stateAt(facts, new Date(at(3000).getTime() - 1)), "fresh");
  assert.equal(stateAt(facts, at(3000)), "due");
});

for (const unreadable of [undefined, null, "", "soon", 5, {}, "2026-13-01T00:00:00Z", "2026-03-01"]) {
  test(`no expiration can be read from ${JSON.stringify(unreadable)}`, () => {
    assert.equal(scheduleOf(token(60, { expirationTime: unreadable })), undefined);
  });
}

test("a skew below the window and below the rest of the life neither rotates a fresh token nor comes too late", () => {
  const days = fc.integer({ min: 60, max: 20_160 * 60 });
  fc.assert(
    fc.property(
      days,
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (life, share, part) => {
        const window = Math.max(1, Math.floor(life * share));
        const bound = Math.min(window, life - window);
        const skew = Math.trunc((bound - 1) * part);
        const facts = token(life, { rotateBefore: `${window}s` });
        if (window >= life) return;
        assert.equal(stateAt(facts, at(skew)), "fresh");
        // The machine's clock says `due` at the latest when, by the service's clock, the token has not expired yet.
        assert.notEqual(stateAt(facts, at(life - 1 + skew)), "fresh");
      },
    ),
  );
});

test("a clock that was behind at the mint is never late, and no clock makes a fresh token due on each run", () => {
  const skews = fc.integer({ min: -40 * 86_400, max: -121 });
  const seconds = fc.integer({ min: 0, max: 15 * 86_400 });
  fc.assert(
    fc.property(skews, fc.integer({ min: 60, max: 14 * 86_400 }), seconds, (clockSkew, life, later) => {
      const state = readState({ ...token(life), clockSkew });
      const machine = (clock: Date) => new Date(clock.getTime() + clockSkew * 1000);
      assert.deepEqual(correctedTime(machine(at(later)), state), at(later));
      const { replaces } = decideDiff(
        { ...state, ...minted },
        readInputs({ ...state }).inputs,
        machine(at(later)),
      );
      assert.equal(replaces !== undefined, later >= life - Math.floor(life / 3));
      // Set right since, it may be due too early, and the next mint finds no skew.
      if (stateAt(token(life), at(later)) !== "fresh") assert.ok(replaces);
    }),
  );
  assert.deepEqual(correctedTime(at(0), { clockSkew: 7200 }), at(0));
});
const minted = { token: "a.b.c", participantId: "P1" };

test("no time is before the mint, unless the state says that the token was issued after its end", () => {
  assert.deepEqual(correctedTime(at(-3600), token(600)), at(0));
  assert.deepEqual(correctedTime(at(-3600), { ...token(600), clockSkew: -3700 }), at(100));
  assert.deepEqual(correctedTime(at(-3600), { ...token(600), clockSkew: 3700 }), at(0));
  assert.deepEqual(correctedTime(at(-3600), token(0)), at(-3600));
});

test("a clock is behind where it says a time before the mint, beyond the grace and what the mint measured", () => {
  const behind = (now: number, life: number, others = {}) => {
    const state = readState(token(life, others));
    const schedule = rotationSchedule(state);
    assert.ok(schedule);
    return secondsBehind(at(now), state, schedule);
  };
  assert.equal(behind(-121, 3600), 121);
  assert.equal(behind(-120, 3600), undefined);
  assert.equal(behind(-16, 60), 16);
  assert.equal(behind(-15, 60), undefined);
  assert.equal(behind(-7300, 3600, { clockSkew: -7200 }), undefined);
  assert.equal(behind(-7321, 3600, { clockSkew: -7200 }), 7321);
  assert.equal(behind(-7200, 3600, { clockSkew: 7200 }), 7200);
  assert.equal(behind(-7200, 3600, { issuedTime: undefined }), undefined);
});

test("a reason that the corrected clock gives says so, that of a kept token too, and what is true if it is right", () => {
  const behind = { ...token(3600), ...minted, clockSkew: -7199 };
  const said = (now: Date, others = {}) => {
    const state = readState({ ...behind, ...others });
    return decideDiff(state, readInputs({ ...state }).inputs, now).note?.line;
  };
  const skew = "by this machine's clock and the 2 h that it was behind when the token was minted, ";
  assert.match(said(at(3000 - 7199)) ?? "", new RegExp(`is due for rotation: ${skew}it expires in 10 min `));
  const right = "if that clock is right by now, it is valid until then";
  assert.match(
    said(at(3599)) ?? "",
    new RegExp(
      `is due for rotation: ${skew}it expired 1 h 59 min ago \\(2026-03-01T01:00:00Z; ${right}\\); to `,
    ),
  );
  const expired = said(at(3600)) ?? "";
  assert.match(expired, new RegExp(`: ${skew}it expired 1 h 59 min ago \\(2026-03-01T01:00:00Z\\); to `));
  assert.match(
    said(at(0), { autoRotate: false }) ?? "",
    new RegExp(`kept because autoRotate is false, but ${skew}it expired .*${right}\\)`),
  );
  assert.doesNotMatch(said(at(0), { token: undefined }) ?? "", /clock/);
});

test("a stored skew that no mint can have left there is ignored", () => {
  for (const clockSkew of [null, "-7200", -7200.5, 15, -15, 0, -1e12, 1e300, true, {}, [-7200]]) {
    assert.ok(!("clockSkew" in readState({ clockSkew })), JSON.stringify(clockSkew));
  }
  for (const clockSkew of [-16, 16, -121, -1.8e9])
    assert.equal(readState({ clockSkew }).clockSkew, clockSkew);
});

test("a state with any JSON in any output never throws, nor hides that it is due", () => {
  const names = ["token", "participantId", "issuedTime", "expirationTime", "rotationTime", "clockSkew"];
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.jsonValue(),
      fc.integer({ min: 0, max: 7200 }),
      (name, any, later) => {
        const outputs = {
          ...inputs,
          ...withRotationTime(token(3600)),
          ...minted,
          requestId: "R1",
          [name]: any,
        };
        const state = readState(outputs);
        const { replaces = [] } = decideDiff(
          state,
          { ...inputs, duration: 720, autoRotate: true },
          at(later),
        );
        const shown = tokenStatus(
          { urn, type: "", outputs },
          { now: at(later), within: 0, outdatedUsers: [], missingUsers: [] },
        );
        assert.equal(shown.state === "due" || shown.state === "expired", replaces.length > 0);
        // By a third of its life: what is wrong in a time is no reason to keep it longer than 14 days.
        const isReadable = !["issuedTime", "expirationTime"].includes(name);
        if (isReadable && later >= 2400) assert.ok(replaces.length > 0);
      },
    ),
    { numRuns: 2000 },
  );
});

test("random state never throws", () => {
  const facts = fc.record({
    issuedTime: fc.anything(),
    expirationTime: fc.anything(),
    duration: fc.anything(),
    rotateBefore: fc.anything(),
    autoRotate: fc.anything(),
  });
  const dates = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const dated = fc.record({
    issuedTime: dates,
    expirationTime: dates,
    duration: fc.anything(),
    rotateBefore: fc.anything(),
    autoRotate: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.oneof(facts, dated), fc.date({ noInvalidDate: true }), (state, now) => {
      const schedule = scheduleOf(state);
      if (schedule) rotationState(schedule, now);
      if (schedule?.rotationTime) formatIsoTime(schedule.rotationTime);
    }),
    { numRuns: 2000 },
  );
});

const urn = "urn:pulumi:prod::show::pulumi-nodejs:dynamic/ivsrealtime:ParticipantToken::host";
const inputs = {
  stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh",
  capabilities: ["PUBLISH" as const, "SUBSCRIBE" as const],
  disconnectOnDelete: false,
};

/** Tokens as the service may have made them: also for less than was asked, and with windows that don't fit. */
const tokens = fc.record({
  minutes: fc.integer({ min: 1, max: 600 }),
  life: fc.integer({ min: 1, max: 36_000 }),
  rotateBefore: fc.option(
    fc.oneof(
      fc.integer({ min: 0, max: 600 }),
      fc.integer({ min: 0, max: 36_000 }).map((n) => `${n}s`),
    ),
    { nil: undefined },
  ),
  autoRotate: fc.boolean(),
  hasToken: fc.oneof(
    { arbitrary: fc.constant(true), weight: 9 },
    { arbitrary: fc.constant(false), weight: 1 },
  ),
  clockSkew: fc.option(fc.integer({ min: -36_000, max: 36_000 }), { nil: undefined }),
  secret: fc.subarray([
    "clockSkew",
    "rotateBefore",
    "autoRotate",
    "issuedTime",
    "duration",
    "rotationTime",
    "userId",
    "stageArn",
  ]),
});

test("status calls due what diff replaces, and nothing else, at any moment and whatever is secret", () => {
  const moments = fc.constantFrom("expirationTime", "rotationTime", "issuedTime");
  fc.assert(
    fc.property(tokens, moments, fc.integer({ min: -2000, max: 2000 }), (token, moment, milliseconds) => {
      const { minutes, life, rotateBefore, autoRotate, hasToken, secret, clockSkew } = token;
      const news = {
        ...inputs,
        duration: minutes,
        autoRotate,
        ...(rotateBefore !== undefined && { rotateBefore }),
      };
      const minted = withRotationTime({
        ...news,
        participantId: "ABCD",
        issuedTime: formatIsoTime(at(0)),
        expirationTime: formatIsoTime(at(life)),
        ...(hasToken && { token: "a.b.c" }),
        clockSkew,
      });
      const olds = withoutNulls(minted);
      const behind = Math.min(0, clockSkew ?? 0) * 1000;
      const instant = Date.parse(minted[moment] ?? minted.expirationTime) + behind + milliseconds;
      const replaces = decideDiff(readState(olds), news, new Date(instant)).replaces ?? [];

      const hidden = ["token", ...secret].filter((name) => name in olds);
      const outputs = { ...olds, ...Object.fromEntries(hidden.map((name) => [name, encrypted])) };
      const now = new Date(Math.floor(instant / 1000) * 1000);
      const { state } = tokenStatus(
        { urn, type: "", outputs },
        { now, within: 0, outdatedUsers: [], missingUsers: [] },
      );
      // Where neither the window nor the time that it gives can be read, it says so.
      if (state === "unknown") return hidden.includes("rotationTime") || hidden.includes("clockSkew");
      assert.equal(state === "due" || state === "expired", replaces.length > 0, state);
      return true;
    }),
    { numRuns: 5000 },
  );
});
