import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tokenStatus } from "../../dist/cli/status/tokenStatus.js";
import { withRotationTime } from "../../dist/provider/token/rotation.js";
import { diff } from "../../dist/provider/verbs/diff.js";
import { encrypted } from "../status/support/status.mts";

const issued = Date.parse("2031-05-01T00:00:00Z");
const iso = (seconds: number) => new Date(issued + seconds * 1000).toISOString().replace(".000Z", "Z");
const urn = "urn:pulumi:prod::show::pulumi-nodejs:dynamic/ivsrealtime:ParticipantToken::host";
const inputs = {
  stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh",
  capabilities: ["PUBLISH", "SUBSCRIBE"],
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
  secret: fc.subarray([
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
      const { minutes, life, rotateBefore, autoRotate, hasToken, secret } = token;
      const news = {
        ...inputs,
        duration: minutes,
        autoRotate,
        ...(rotateBefore !== undefined && { rotateBefore }),
      };
      const olds = withRotationTime({
        ...news,
        participantId: "ABCD",
        issuedTime: iso(0),
        expirationTime: iso(life),
        ...(hasToken && { token: "a.b.c" }),
      });
      const instant = Date.parse(String(olds[moment] ?? olds.expirationTime)) + milliseconds;
      const replaces = diff(olds, news, new Date(instant)).replaces ?? [];

      const hidden = ["token", ...secret].filter((name) => name in olds);
      const outputs = { ...olds, ...Object.fromEntries(hidden.map((name) => [name, encrypted])) };
      const now = new Date(Math.floor(instant / 1000) * 1000);
      const { state } = tokenStatus({ urn, type: "", outputs }, { now, within: 0, outdatedUsers: [] });
      // Where neither the window nor the time that it gives can be read, it says so.
      if (state === "unknown") return hidden.includes("rotationTime");
      assert.equal(state === "due" || state === "expired", replaces.length > 0, state);
      return true;
    }),
    { numRuns: 5000 },
  );
});
