import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type TestContext, test } from "node:test";
import { startFixedAnswers } from "../support/servers.mts";
import { skip } from "../support/sts.mts";
import {
  asSection,
  asSettings,
  assumeRoles,
  asVariables,
  type Given,
  keys,
  mergeGiven,
} from "./support/given.mts";
import { createTokens, type Seen, signer, wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const files = { ".aws/credentials": `${asSection("near", keys.near)}\n${asSection("other", keys.other)}` };

function createWith(t: TestContext, given: Given): Promise<Seen> {
  const env = { AWS_ENDPOINT_URL_IVS_REALTIME: world.emulators.main.url };
  return wire(t, world, mergeGiven(given, { env, files }));
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
  test(what, async (t) => assert.equal(signer(await createWith(t, given)), expected));
}

test("keys come whole: the pair of the highest precedence goes without the session token of a lower one", async (t) => {
  const { accessKey, secretKey } = asSettings(own);
  const seen = await createWith(t, { aws: { accessKey, secretKey }, env: asVariables(env) });
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
    const seen = await createWith(t, given);
    assert.match(seen.failure ?? "a token was created", message);
    assert.doesNotMatch(seen.failure ?? "", /hush/);
    assert.deepEqual(seen.requests, []);
  });
}

test("a profile that no file has is named, with what names it", async (t) => {
  const seen = await createWith(t, { aws: { profile: "nobody" } });
  assert.match(seen.failure ?? "a token was created", /profile.*nobody|nobody.*profile/);
  assert.deepEqual(seen.requests, []);
});

test("skipSigning looks for no credentials: a call goes out unsigned where there are none", async (t) => {
  const seen = await createWith(t, { aws: { skipSigning: true } });
  const sent = seen.requests.map(({ operation, accessKeyId, hasSessionToken }) => [
    operation,
    accessKeyId,
    hasSessionToken,
  ]);
  assert.deepEqual(sent, [["CreateParticipantToken", undefined, false]]);
});

test("skipSigning in config sends unsigned whatever keys the environment has", async (t) => {
  const seen = await createWith(t, {
    config: { "ivs-realtime:skipSigning": "true" },
    env: asVariables(env),
  });
  assert.deepEqual(
    seen.requests.map(({ accessKeyId }) => accessKeyId),
    [undefined],
    seen.failure,
  );
});

const { accessKeyId, secretAccessKey, sessionToken } = keys.other;
const expiration = new Date(Date.now() + 3_600_000).toISOString();
/** As containers and instances are told. */
const told = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken };

async function signs(t: TestContext, given: Given): Promise<void> {
  const base = { env: { AWS_ENDPOINT_URL_IVS_REALTIME: world.emulators.main.url } };
  const seen = await wire(t, world, mergeGiven(given, base));
  assert.equal(signer(seen), accessKeyId);
}

const byProcess = {
  keys: JSON.stringify({ Version: 1, ...told, SessionToken: sessionToken, Expiration: expiration }),
  ".aws/config": "[profile other]\ncredential_process = cat {home}/keys\n",
};
test("a profile's credential_process, by the input profile", (t) =>
  signs(t, { files: byProcess, aws: { profile: "other" } }));
test("a profile's credential_process, by AWS_PROFILE", (t) =>
  signs(t, { files: byProcess, env: { AWS_PROFILE: "other" } }));

test("a container's credentials", async (t) => {
  const container = await startFixedAnswers(
    t,
    { "/keys": { ...told, Expiration: expiration } },
    (_, { authorization }) => authorization === "hush-container",
  );
  await signs(t, {
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${container.url}/keys`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "hush-container",
    },
  });
});

test("an instance's credentials, by its metadata with a session token", async (t) => {
  const folder = "/latest/meta-data/iam/security-credentials/";
  const session = "/latest/api/token";
  const instance = await startFixedAnswers(
    t,
    {
      [session]: "hush-session",
      [folder]: "role",
      [`${folder}role`]: { Code: "Success", ...told, Expiration: expiration },
    },
    (path, headers) => path === session || headers["x-aws-ec2-metadata-token"] === "hush-session",
  );
  const env = { AWS_EC2_METADATA_DISABLED: "false", AWS_EC2_METADATA_SERVICE_ENDPOINT: instance.url };
  await signs(t, { env });
});

test("the credentials of a login by SSO", async (t) => {
  const portal = await startFixedAnswers(
    t,
    {
      "/federation/credentials?account_id=123456789012&role_name=video": {
        roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: Date.parse(expiration) },
      },
    },
    (_, headers) => headers["x-amz-sso_bearer_token"] === "hush-sso",
  );
  const login = { accessToken: "hush-sso", expiresAt: expiration, region: "us-west-2" };
  const session = "sso_region = us-west-2\nsso_start_url = https://example.awsapps.com/start\n";
  const role = "sso_account_id = 123456789012\nsso_role_name = video\n";
  await signs(t, {
    aws: { profile: "sso" },
    env: { AWS_ENDPOINT_URL_SSO: portal.url },
    files: {
      ".aws/config": `[profile sso]\nsso_session = company\n${role}[sso-session company]\n${session}`,
      [`.aws/sso/cache/${createHash("sha1").update("company").digest("hex")}.json`]: JSON.stringify(login),
    },
  });
});

const create = createTokens(world);

test("clients are shared by tokens with the same settings: a role is assumed once for all of them", {
  skip,
}, async (t) => {
  const aws = {
    assumeRoles,
    endpoints: [{ ivsrealtime: world.emulators.main.url, sts: world.sts.url }],
  };
  const seen = [
    await create(t, { aws }, 3),
    await create(t, { aws, inputs: { userId: "ann" } }, 2),
    await create(t, { aws: { ...aws, maxRetries: 1 } }, 2),
    await create(t, { aws }),
  ];
  assert.deepEqual(
    seen.map(({ failure, requests, calls }) => [failure, requests.length, calls.length]),
    [
      [undefined, 3, 1],
      [undefined, 2, 0],
      [undefined, 2, 1],
      [undefined, 1, 0],
    ],
  );
});
