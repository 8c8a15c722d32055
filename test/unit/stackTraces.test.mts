import assert from "node:assert/strict";
import { test } from "node:test";
import { ParticipantToken } from "pulumi-ivs-realtime";

test("an error of the constructor says where the resource was declared, and later errors where they are", () => {
  const before = Error.stackTraceLimit;
  let thrown: unknown;
  try {
    new ParticipantToken("", { stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh" });
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown instanceof Error);
  assert.match(thrown.message, /[Mm]issing resource name/);
  assert.match(thrown.stack ?? "", /stackTraces\.test/);
  assert.equal(Error.stackTraceLimit, before);
});
