import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { startFixedAnswers } from "../support/servers.mts";
import { signed } from "../support/signed.mts";
import { type Issued, type StsCall, skip } from "../support/sts.mts";
import {
  asSection,
  asSettings,
  assumeRoles,
  asVariables,
  type Given,
  keys,
  mergeGiven,
} from "./support/given.mts";
import { createTokens, outcome, type Seen, signer, wire } from "./support/wire.mts";
import { fromElsewhere, openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const [first, second] = ["first", "second"].map((name) => `arn:aws:iam::123456789012:role/${name}`);
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const policyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::123456789012:policy/own"];

function createWith(t: TestContext, given: Given): Promise<Seen> {
  const endpoints = {
    AWS_ENDPOINT_URL_IVS_REALTIME: world.emulators.main.url,
    AWS_ENDPOINT_URL_STS: world.sts.url,
  };
  return wire(t, world, mergeGiven(given, { env: endpoints }));
}

const form = { "content-type": "application/x-www-form-urlencoded" };

/** Whom STS takes a holder of credentials for. */
async function callerIdentity({ accessKeyId, secretAccessKey, sessionToken }: Issued): Promise<string> {
  const body = "Action=GetCallerIdentity&Version=2011-06-15";
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const headers = signed(world.sts.url, "/", body, { service: "sts", ...credentials });
  const { host: _, ...sent } = headers;
  const answer = await (
    await fetch(world.sts.url, { method: "POST", headers: { ...sent, ...form }, body })
  ).text();
  return /<Arn>(.*)<\/Arn>/.exec(answer)?.[1] ?? answer;
}

const issuedBy = (call: StsCall | undefined): Issued => {
  assert.ok(call?.issued, "no credentials were given out");
  return call.issued;
};

test("a chain: each role is assumed with the one before, and all that is set is sent", {
  skip,
}, async (t) => {
  const assumeRoles = [
    {
      roleArn: first,
      sessionName: "mint",
      externalId: "hush-external",
      duration: "1h30m",
      policy,
      policyArns,
      tags: { Team: "video" },
      transitiveTagKeys: ["Team"],
      sourceIdentity: "bob",
    },
    { roleArn: second },
  ];
  const seen = await createWith(t, { aws: { assumeRoles }, env: asVariables(keys.env) });
  assert.equal(seen.failure, undefined);
  const [one, two] = seen.calls;
  assert.equal(seen.calls.length, 2);
  assert.deepEqual(one?.parameters, {
    RoleArn: first,
    RoleSessionName: "mint",
    ExternalId: "hush-external",
    DurationSeconds: "5400",
    Policy: policy,
    "PolicyArns.member.1.arn": policyArns[0],
    "PolicyArns.member.2.arn": policyArns[1],
    "Tags.member.1.Key": "Team",
    "Tags.member.1.Value": "video",
    "TransitiveTagKeys.member.1": "Team",
    SourceIdentity: "bob",
  });
  assert.equal(one?.accessKeyId, keys.env.accessKeyId);
  assert.deepEqual(two?.parameters, { RoleArn: second, RoleSessionName: "pulumi-ivs-realtime" });
  assert.equal(two?.accessKeyId, issuedBy(one).accessKeyId);
  assert.equal(signer(seen), issuedBy(two).accessKeyId);
  assert.equal(
    await callerIdentity(issuedBy(two)),
    "arn:aws:sts::123456789012:assumed-role/second/pulumi-ivs-realtime",
  );
});

test("web identity: an unsigned call with all that is set", { skip }, async (t) => {
  const assumeRoleWithWebIdentity = {
    roleArn: first,
    sessionName: "mint",
    webIdentityToken: "hush-oidc",
    duration: "15m",
    policy,
    policyArns,
  };
  const seen = await createWith(t, { aws: { assumeRoleWithWebIdentity } });
  const [call] = seen.calls;
  assert.deepEqual(call?.parameters, {
    RoleArn: first,
    RoleSessionName: "mint",
    WebIdentityToken: "hush-oidc",
    DurationSeconds: "900",
    Policy: policy,
    "PolicyArns.member.1.arn": policyArns[0],
    "PolicyArns.member.2.arn": policyArns[1],
  });
  assert.equal(call?.accessKeyId, undefined);
  assert.equal(signer(seen), issuedBy(call).accessKeyId);
});

test("web identity: AWS_ROLE_SESSION_NAME, and a role on top of it", { skip }, async (t) => {
  const env = {
    AWS_ROLE_ARN: String(first),
    AWS_WEB_IDENTITY_TOKEN_FILE: "{home}/token",
    AWS_ROLE_SESSION_NAME: "night",
  };
  const aws = { assumeRoles: [{ roleArn: second }] };
  const seen = await createWith(t, { aws, env, files: { token: "hush-oidc" } });
  const [one, two] = seen.calls;
  assert.equal(one?.parameters.RoleSessionName, "night");
  assert.equal(one?.parameters.WebIdentityToken, "hush-oidc");
  assert.equal(two?.accessKeyId, issuedBy(one).accessKeyId);
  assert.equal(signer(seen), issuedBy(two).accessKeyId);
});

const outer = { config: { "aws:assumeRoles": JSON.stringify([{ roleArn: first }]) } };
const files = { ".aws/credentials": asSection("near", keys.near) };
const identities: [string, Given, string, readonly string[]][] = [
  ["keys nearer than the roles", { aws: asSettings(keys.near) }, keys.near.accessKeyId, []],
  ["a profile nearer than the roles", { aws: { profile: "near" }, files }, keys.near.accessKeyId, []],
  ["keys of the same level", { config: asSettings(keys.aws, "aws:") }, "issued", [keys.aws.accessKeyId]],
  ["keys further out", { env: asVariables(keys.env) }, "issued", [keys.env.accessKeyId]],
];
for (const [what, given, expected, signers] of identities) {
  const outcome = signers.length === 0 ? "the roles don't apply" : "the roles apply";
  test(`${what}: ${outcome}`, { skip }, async (t) => {
    const seen = await createWith(t, mergeGiven(given, outer));
    assert.deepEqual(
      seen.calls.map((call) => call.accessKeyId),
      signers,
    );
    assert.equal(signer(seen), expected === "issued" ? issuedBy(seen.calls[0]).accessKeyId : expected);
  });
}

const { emulators, proxies, sts } = world;
const create = createTokens(world);
const caFile = { "ca.pem": String(emulators.tls.certificate) };
const byProxy = { httpsProxy: proxies.near.url, customCaBundle: "{home}/ca.pem" };

for (const status of [403, 404, 502]) {
  test(`a page with ${status} where STS should be is no answer of IVS Real-Time`, async (t) => {
    const page = await startFixedAnswers(t, {}, () => false, status);
    const aws = { assumeRoles, endpoints: [{ ivsrealtime: emulators.main.url, sts: page.url }] };
    const seen = await create(t, { aws });
    assert.match(seen.failure ?? "a token was created", /credentials were found.*\brole\/video\b/);
    assert.doesNotMatch(seen.failure ?? "", /the answer to CreateParticipantToken|try again/);
    assert.deepEqual(seen.requests, []);
  });
}

test("a proxy before STS that wants a login is named as that", async (t) => {
  const endpoints = [{ ivsrealtime: emulators.main.url, sts: fromElsewhere(sts.url) }];
  const aws = { assumeRoles, endpoints, insecure: true, httpProxy: proxies.guarded.url };
  const seen = await create(t, { aws });
  assert.match(
    seen.failure ?? "a token was created",
    /the proxy wants credentials, or refuses those that it got: .*\b407\b/,
  );
  assert.doesNotMatch(seen.failure ?? "", /the answer to CreateParticipantToken/);
  assert.deepEqual(seen.requests, []);
});

test("retryMode is that of STS too", { skip }, async (t) => {
  for (const [retryMode, letter] of [
    ["adaptive", "F"],
    ["standard", "E"],
  ] as const) {
    const endpoints = [{ ivsrealtime: emulators.main.url, sts: sts.url }];
    const seen = await create(t, { aws: { assumeRoles, endpoints, retryMode } });
    assert.equal(outcome(seen), "created", seen.failure);
    const features = /\bm\/(\S+)/.exec(seen.calls[0]?.userAgent ?? "")?.[1]?.split(",");
    assert.deepEqual(
      features?.filter((one) => one === "E" || one === "F"),
      [letter],
    );
  }
});

test("useDualstackEndpoint is that of STS too", async (t) => {
  const aws = { ...byProxy, assumeRoles, useDualstackEndpoint: true };
  const seen = await create(t, { aws, files: caFile });
  assert.deepEqual(seen.proxied, ["near: CONNECT sts.us-west-2.api.aws:443"], seen.failure);
});

test("useFipsEndpoint is that of STS too", async (t) => {
  const aws = { ...byProxy, assumeRoles, useFipsEndpoint: true };
  const seen = await create(t, { aws, files: caFile });
  assert.deepEqual(seen.proxied, ["near: CONNECT sts-fips.us-west-2.amazonaws.com:443"], seen.failure);
});

test("useFipsEndpoint beside a URL of STS alone: IVS Real-Time by FIPS, STS by the URL", {
  skip,
}, async (t) => {
  const aws = { ...byProxy, assumeRoles, useFipsEndpoint: true, endpoints: [{ sts: sts.url }] };
  const seen = await create(t, { aws, files: caFile });
  assert.equal(outcome(seen), "created", seen.failure);
  assert.equal(seen.calls.length, 1);
  assert.deepEqual(seen.proxied, ["near: CONNECT ivsrealtime-fips.us-west-2.amazonaws.com:443"]);
});

test("an endpoint of STS goes together with FIPS and dual-stack, which are IVS Real-Time's alone then", {
  skip,
}, async (t) => {
  const { emulators, proxies, sts } = world;
  for (const given of [
    { aws: { useFipsEndpoint: true, useDualstackEndpoint: true } },
    { env: { AWS_USE_FIPS_ENDPOINT: "true" } },
  ]) {
    const aws = {
      endpoints: [{ sts: sts.url }],
      customCaBundle: "{home}/ca.pem",
      httpsProxy: proxies.near.url,
    };
    const files = { "ca.pem": String(emulators.tls.certificate) };
    const roles = { "ivs-realtime:assumeRoles": JSON.stringify(assumeRoles) };
    const seen = await wire(
      t,
      world,
      mergeGiven(given, { aws, files, config: roles, env: asVariables(keys.env) }),
    );
    assert.equal(outcome(seen), "created", seen.failure);
    assert.match(String(seen.proxied), /^near: CONNECT ivsrealtime-fips\./);
  }
});

test("something at the endpoint of STS that doesn't implement it: asked once, and that setting is named", async (t) => {
  const { url } = await startFixedAnswers(t, {}, undefined, 501);
  const aws = { assumeRoles, endpoints: [{ sts: url }], endpoint: world.emulators.main.url };
  const seen = await wire(t, world, { aws, env: asVariables(keys.env) });
  assert.match(
    seen.failure ?? "a token was created",
    /: http:\S+ \(sts in the input aws\.endpoints\) says that it doesn't implement what was asked for, so it isn't STS/,
  );
  assert.deepEqual(seen.requests, []);
});
