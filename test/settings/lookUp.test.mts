import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const create = attempt(await openWorld());

test("a name that isn't found is looked up again, as often as maxRetries says", async (t) => {
  const seen = await create(t, { aws: { maxRetries: 2, debug: true } });
  const missed = seen.said.flatMap((line) => /attempt (\d): no answer \(ENOTFOUND\)/.exec(line)?.[1] ?? []);
  assert.deepEqual(missed, ["1", "2", "3"], seen.said.join("\n"));
  assert.match(seen.failure ?? "a token was created", /\bENOTFOUND\b.*\b3 attempts\b/);
});
