import assert from "node:assert/strict";
import { test } from "node:test";
import { contradictory, wrong } from "./rows/refusals.mts";
import { asVariables, keys, mergeGiven } from "./support/given.mts";
import { wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld();
const base = {
  env: { ...asVariables(keys.env), AWS_ENDPOINT_URL_IVS_REALTIME: world.emulators.main.url },
};

for (const [what, given, ...patterns] of [...wrong, ...contradictory]) {
  test(`refused before any call: ${what}`, async (t) => {
    const seen = await wire(t, world, mergeGiven(given, base));
    for (const pattern of patterns) assert.match(seen.failure ?? "a token was created", pattern);
    assert.doesNotMatch(seen.failure ?? "", /hush/);
    assert.deepEqual([seen.requests, seen.proxied, seen.calls], [[], [], []]);
  });
}

test("a region that contradicts the stage's ARN is an error without an endpoint", async (t) => {
  for (const given of [
    { aws: { region: "eu-west-1" } },
    { config: { "ivs-realtime:region": "eu-west-1" } },
  ]) {
    const seen = await wire(t, world, mergeGiven(given, { env: asVariables(keys.env) }));
    assert.match(seen.failure ?? "a token was created", /region\b.*eu-west-1.*us-west-2/s);
    assert.deepEqual(seen.requests, []);
  }
});

test("all that is wrong is reported at once", async (t) => {
  const aws = { readTimeout: "long", retryMode: "eager" };
  const config = { "aws:maxRetries": "many" };
  const seen = await wire(t, world, mergeGiven({ aws, config }, base));
  for (const name of [/readTimeout/, /retryMode/, /aws:maxRetries/]) assert.match(seen.failure ?? "", name);
});

test("what @pulumi/aws takes besides is accepted and changes nothing", async (t) => {
  const aws = {
    defaultTags: { tags: { Team: "video" } },
    ignoreTags: { keys: ["a"] },
    s3UsePathStyle: true,
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
    stsRegion: "eu-west-1",
    tokenBucketRateLimiterCapacity: 10,
  };
  const seen = await wire(t, world, mergeGiven({ aws }, base));
  assert.equal(seen.failure, undefined);
  assert.equal(seen.requests.length, 1);
});
