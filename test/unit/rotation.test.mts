import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decideRotation } from "../../dist/provider/token/rotation.js";
import { formatIsoTime } from "../../dist/provider/values/time.js";

const issued = Date.parse("2026-03-01T00:00:00Z");
const at = (seconds: number) => new Date(issued + seconds * 1000);
const token = (lifeSeconds: number, others = {}) => ({
  issuedTime: formatIsoTime(at(0)),
  expirationTime: formatIsoTime(at(lifeSeconds)),
  duration: 720,
  autoRotate: true,
  ...others,
});

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
  ["a third of 12 hours where all is lost", { issuedTime: 0, duration: "?" }, 43_200, 14_400, "third"],
];

for (const [what, others, life, window, origin] of windows) {
  test(`window: ${what}; due from its first second on`, () => {
    const facts = token(life, others);
    const before = decideRotation(facts, at(life - window - 1));
    assert.equal(before?.windowSeconds, window);
    assert.equal(before?.windowOrigin, origin);
    assert.equal(before?.state, "fresh");
    assert.equal(decideRotation(facts, at(life - window))?.state, window === 0 ? "expired" : "due");
    assert.equal(decideRotation(facts, at(life - 1))?.state, window === 0 ? "fresh" : "due");
    assert.equal(decideRotation(facts, at(life))?.state, "expired");
  });
}

test("autoRotate off: manual, and it still tells when it is expired", () => {
  const facts = token(60, { autoRotate: false });
  assert.deepEqual(
    [at(59), at(60)].map((now) => decideRotation(facts, now)?.state),
    ["manual", "manual"],
  );
  assert.deepEqual(
    [at(59), at(60)].map((now) => decideRotation(facts, now)?.expired),
    [false, true],
  );
});

test("fractions of a second round down, on either side", () => {
  const facts = token(3600, { rotateBefore: 10, expirationTime: "2026-03-01T01:00:00.999+00:00" });
  assert.equal(decideRotation(facts, new Date(at(3000).getTime() - 1))?.state, "fresh");
  assert.equal(decideRotation(facts, at(3000))?.state, "due");
});

for (const unreadable of [undefined, null, "", "soon", 5, {}, "2026-13-01T00:00:00Z", "2026-03-01"]) {
  test(`no expiration can be read from ${JSON.stringify(unreadable)}`, () => {
    assert.equal(decideRotation(token(60, { expirationTime: unreadable }), at(0)), undefined);
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
        assert.equal(decideRotation(facts, at(skew))?.state, "fresh");
        // The machine's clock says `due` at the latest when, by the service's clock, the token has not expired yet.
        assert.equal(decideRotation(facts, at(life - 1 + skew))?.state === "fresh", false);
      },
    ),
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
      const rotation = decideRotation(state, now);
      if (rotation) formatIsoTime(rotation.rotationTime);
    }),
    { numRuns: 2000 },
  );
});
