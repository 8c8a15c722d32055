import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { signed } from "../support/signed.mts";
import type { Issued, StsCall } from "../support/sts.mts";
import { skip } from "../support/sts.mts";
import { asSection, asSettings, asVariables, type Given, keys, together } from "./support/given.mts";
import { type Seen, signer, wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const [first, second] = ["first", "second"].map((name) => `arn:aws:iam::123456789012:role/${name}`);
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const policyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::123456789012:policy/own"];

function attempt(t: TestContext, given: Given): Promise<Seen> {
  const endpoints = {
    AWS_ENDPOINT_URL_IVS_REALTIME: world.emulators.main.url,
    AWS_ENDPOINT_URL_STS: world.sts.url,
  };
  return wire(t, world, together(given, { env: endpoints }));
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
  const seen = await attempt(t, { aws: { assumeRoles }, env: asVariables(keys.env) });
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
  const seen = await attempt(t, { aws: { assumeRoleWithWebIdentity } });
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
  const seen = await attempt(t, { aws, env, files: { token: "hush-oidc" } });
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
    const seen = await attempt(t, together(given, outer));
    assert.deepEqual(
      seen.calls.map((call) => call.accessKeyId),
      signers,
    );
    assert.equal(signer(seen), expected === "issued" ? issuedBy(seen.calls[0]).accessKeyId : expected);
  });
}
