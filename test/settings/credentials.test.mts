import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { asSection, asSettings, asVariables, type Given, keys, together } from "./support/given.mts";
import { type Seen, signer, wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld();
const files = { ".aws/credentials": `${asSection("near", keys.near)}\n${asSection("other", keys.other)}` };

function attempt(t: TestContext, given: Given): Promise<Seen> {
  const env = { AWS_ENDPOINT_URL_IVS_REALTIME: world.emulators.main.url };
  return wire(t, world, together(given, { env, files }));
}

const { near, own, aws, env } = keys;
const winners: [string, Given, string][] = [
  [
    "an input's profile over config's keys",
    { aws: { profile: "near" }, config: asSettings(aws, "aws:") },
    near.accessKeyId,
  ],
  [
    "the package's profile over the keys of @pulumi/aws",
    { config: { ...asSettings(aws, "aws:"), "ivs-realtime:profile": "near" } },
    near.accessKeyId,
  ],
  [
    "config's keys over AWS_PROFILE",
    { config: asSettings(own, "ivs-realtime:"), env: { AWS_PROFILE: "near" } },
    own.accessKeyId,
  ],
  [
    "config's profile over variables with keys",
    { config: { "aws:profile": "near" }, env: asVariables(env) },
    near.accessKeyId,
  ],
  [
    "keys over a profile of the same level",
    { aws: { ...asSettings(own), profile: "near" } },
    own.accessKeyId,
  ],
  [
    "keys over a profile, both in the environment",
    { env: { ...asVariables(env), AWS_PROFILE: "near" } },
    env.accessKeyId,
  ],
];
for (const [what, given, expected] of winners) {
  test(what, async (t) => assert.equal(signer(await attempt(t, given)), expected));
}

test("keys come whole: the nearest level's pair goes without the session token of one further out", async (t) => {
  const { accessKey, secretKey } = asSettings(own);
  const seen = await attempt(t, { aws: { accessKey, secretKey }, env: asVariables(env) });
  assert.deepEqual(
    seen.requests.map(({ accessKeyId, hasSessionToken }) => [accessKeyId, hasSessionToken]),
    [[own.accessKeyId, false]],
  );
});

const halves: [string, Given, RegExp][] = [
  [
    "accessKey alone as input",
    { aws: { accessKey: near.accessKeyId }, env: asVariables(env) },
    /aws\.accessKey\b.*\bsecretKey/,
  ],
  [
    "secretKey alone in config",
    { config: { "ivs-realtime:secretKey": "hush" } },
    /ivs-realtime:secretKey\b.*\baccessKey/,
  ],
  [
    "halves in two levels",
    { config: { "ivs-realtime:accessKey": "AKIA", "aws:secretKey": "hush" } },
    /ivs-realtime:accessKey/,
  ],
  ["a token alone in config", { config: { "aws:token": "hush" } }, /aws:token\b.*accessKey and secretKey/],
  ["a variable alone", { env: { AWS_ACCESS_KEY_ID: "AKIA" } }, /AWS_ACCESS_KEY_ID\b.*AWS_SECRET_ACCESS_KEY/],
];
for (const [what, given, message] of halves) {
  test(`half a pair is an error and no fallback: ${what}`, async (t) => {
    const seen = await attempt(t, given);
    assert.match(seen.failure ?? "a token was created", message);
    assert.doesNotMatch(seen.failure ?? "", /hush/);
    assert.deepEqual(seen.requests, []);
  });
}

test("a profile that no file has is named, with what names it", async (t) => {
  const seen = await attempt(t, { aws: { profile: "nobody" } });
  assert.match(seen.failure ?? "a token was created", /profile.*nobody|nobody.*profile/);
  assert.deepEqual(seen.requests, []);
});

test("skipSigning looks for no credentials: a call goes out unsigned where there are none", async (t) => {
  const seen = await attempt(t, { aws: { skipSigning: true } });
  const sent = seen.requests.map(({ operation, accessKeyId, hasSessionToken }) => [
    operation,
    accessKeyId,
    hasSessionToken,
  ]);
  assert.deepEqual(sent, [["CreateParticipantToken", undefined, false]]);
});

test("skipSigning in config sends unsigned whatever keys the environment has", async (t) => {
  const seen = await attempt(t, { config: { "ivs-realtime:skipSigning": "true" }, env: asVariables(env) });
  assert.deepEqual(
    seen.requests.map(({ accessKeyId }) => accessKeyId),
    [undefined],
    seen.failure,
  );
});
