import assert from "node:assert/strict";
import { test } from "node:test";
import { asVariables, keys, together } from "./support/given.mts";
import { wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld();
const { main } = world.emulators;
const base = {
  env: { ...asVariables(keys.env), AWS_ENDPOINT_URL_IVS_REALTIME: main.url },
  config: { "ivs-realtime:debug": "true" },
};

test("debug: each attempt with its request, answer, time and request ID, and no attribute or name", async (t) => {
  t.after(main.fault({ status: 503, times: 1 }));
  const inputs = { userId: "hush-bob", attributes: { "hush-key": "hush-value" } };
  const seen = await wire(t, world, together({ inputs }, base));
  assert.equal(seen.failure, undefined);
  const request = `POST ${main.url}/CreateParticipantToken`;
  const answer = "after \\d+ ms, request ID [0-9a-f-]{36}$";
  const expected = [
    "^debug: calls to us-west-2 with the keys of environment AWS_ACCESS_KEY_ID",
    `^debug: .*attempt 1: ${request}\\b.*\\bauthorization: \\[masked\\]`,
    `^debug: .*attempt 1: HTTP 503\\b.*${answer}`,
    `^debug: .*attempt 2: ${request}\\b.*"attributes":"\\[masked\\]"`,
    `^debug: .*attempt 2: HTTP 200 ${answer}`,
  ];
  assert.equal(seen.said.length, expected.length, seen.said.join("\n"));
  for (const [index, pattern] of expected.entries())
    assert.match(seen.said[index] ?? "", new RegExp(pattern));
  assert.doesNotMatch(seen.said.join("\n"), /hush|Signature=/);
});

test("debug: an attempt without an answer says what happened", async (t) => {
  t.after(main.fault({ dropConnection: true, times: 1 }));
  const seen = await wire(t, world, together(base));
  assert.equal(seen.failure, undefined);
  assert.match(seen.said[1] ?? "", /attempt 1: no answer \(ECONNRESET\) after \d+ ms/);
});
