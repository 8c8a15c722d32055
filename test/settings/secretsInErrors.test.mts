import assert from "node:assert/strict";
import { test } from "node:test";
import { type StsAnswer, stsStandIn } from "../support/sts.mts";
import { asSection, assumeRoles, asVariables, type Given, keys, mergeGiven } from "./support/given.mts";
import { wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld();
const [roleArn, second] = ["video", "second"].map((name) => `arn:aws:iam::123456789012:role/${name}`);
const env = { AWS_ENDPOINT_URL_IVS_REALTIME: world.emulators.main.url, AWS_MAX_ATTEMPTS: "1" };
// With the line break that such files end with.
const token = { token: "hush-oidc\n" };
const pair = asSection("pair", keys.file);
const variables = asVariables(keys.env);
const bySource = `role_arn = ${roleArn}\nsource_profile = pair\n`;
/** A profile whose role is assumed with what another role's gave. */
const linked = `[profile filed]\nrole_arn = ${second}\nsource_profile = first\n[profile first]\n${bySource}`;

/** The profile `filed`, and the pair of keys that it may name. */
const filed = (lines: string): Given => ({
  aws: { profile: "filed" },
  files: { ...token, ".aws/config": lines, ".aws/credentials": pair },
});

/** A session's inputs, and the text as the AWS SDK sends it. */
const policy = '{"Statement":[{"Action":"*","Resource":"hush"}]}';
const sent = "%7B%22Statement%22%3A%5B%7B%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22hush%22%7D%5D%7D";
const session = { policy, sourceIdentity: "hush-source", tags: { team: "hush tag" } };

const cases: [string, Given, string, ...StsAnswer[]][] = [
  [
    "the token in webIdentityTokenFile",
    { aws: { assumeRoleWithWebIdentity: { roleArn, webIdentityTokenFile: "{home}/token" } }, files: token },
    "hush-oidc",
  ],
  [
    "the token in AWS_WEB_IDENTITY_TOKEN_FILE",
    { env: { AWS_ROLE_ARN: String(roleArn), AWS_WEB_IDENTITY_TOKEN_FILE: "{home}/token" }, files: token },
    "hush-oidc",
  ],
  [
    "a profile's aws_session_token",
    { aws: { profile: "pair", assumeRoles }, files: { ".aws/credentials": pair } },
    keys.file.sessionToken,
  ],
  [
    "a profile's aws_secret_access_key",
    { aws: { profile: "pair", assumeRoles }, files: { ".aws/credentials": pair } },
    keys.file.secretAccessKey,
  ],
  [
    "aws_session_token of a profile's source_profile",
    filed(`[profile filed]\n${bySource}`),
    keys.file.sessionToken,
  ],
  [
    "a profile's external_id",
    filed(`[profile filed]\n${bySource}external_id = hush-external\n`),
    "hush-external",
  ],
  [
    "the token in a profile's web_identity_token_file",
    filed(`[profile filed]\nrole_arn = ${roleArn}\nweb_identity_token_file = {home}/token\n`),
    "hush-oidc",
  ],
  ...[policy, sent, "hush-source", "hush tag", "hush%20tag"].map((secret): (typeof cases)[number] => [
    `${secret} of a role in assumeRoles`,
    { aws: { assumeRoles: [{ roleArn, ...session }] }, env: variables },
    secret,
  ]),
  [
    "the policy of assumeRoleWithWebIdentity",
    { aws: { assumeRoleWithWebIdentity: { roleArn, webIdentityToken: "a-token", policy } } },
    sent,
  ],
  ...["hush-issued", "hush-issued-token"].flatMap((secret): typeof cases => [
    [
      `${secret} that the role before in assumeRoles gave`,
      { aws: { assumeRoles: [{ roleArn }, { roleArn: second }] }, env: variables },
      secret,
      { issues: "hush-issued" },
    ],
    [
      `${secret} that the role before in a chain of profiles gave`,
      filed(linked),
      secret,
      { issues: "hush-issued" },
    ],
  ]),
];

for (const [what, given, secret, ...before] of cases) {
  test(`masked where STS quotes it: ${what}`, async (t) => {
    const sts = await stsStandIn(t, ...before, { quotes: secret });
    const seen = await wire(t, world, mergeGiven(given, { env: { ...env, AWS_ENDPOINT_URL_STS: sts.url } }));
    assert.match(seen.failure ?? "a token was created", /AccessDenied: \[masked\] is refused/);
    assert.doesNotMatch(`${seen.failure} ${seen.said}`, /hush/);
    assert.deepEqual(seen.requests, []);
  });
}

const role = "role_arn = arn:aws:iam::123456789012:role/video\n";
const sso = "sso_account_id = 123456789012\nsso_role_name = video\n";
const start = "sso_region = us-west-2\nsso_start_url = https://example.awsapps.com/start\n";

const shown: [string, string, RegExp][] = [
  [
    "a profile without keys",
    "[profile mine]\nregion = us-west-2\n",
    /Could not resolve credentials using profile: \[mine\]/,
  ],
  [
    "a profile of SSO where nobody is logged in",
    `[profile mine]\n${sso}${start}`,
    /The SSO session associated with this profile is invalid/,
  ],
  [
    "a profile with an sso_session where nobody is logged in",
    `[profile mine]\nsso_session = company\n${sso}[sso-session company]\n${start}`,
    /The SSO session token associated with profile=mine was not found or is invalid/,
  ],
  [
    "a source_profile that isn't there",
    `[profile mine]\n${role}source_profile = other\n`,
    /\bprofile:? \[?other\b/i,
  ],
];
for (const [what, config, message] of shown) {
  test(`the error says what the AWS SDK says: ${what}`, async (t) => {
    const given = { aws: { profile: "mine" }, files: { ".aws/config": config } };
    const seen = await wire(t, world, mergeGiven(given, { env }));
    assert.match(seen.failure ?? "a token was created", message);
    assert.deepEqual(seen.requests, []);
  });
}

test("of a credential_process that fails nothing is shown: command line and output may hold secrets", async (t) => {
  const process = "echo hush-said; echo hush-complained >&2; exit 3 # hush-typed";
  const config = `[profile mine]\ncredential_process = ${process}\n`;
  const given = { aws: { profile: "mine" }, files: { ".aws/config": config } };
  const seen = await wire(t, world, mergeGiven(given, { env }));
  assert.match(seen.failure ?? "a token was created", /credentials were found.*profile "mine"/);
  assert.doesNotMatch(`${seen.failure} ${seen.said}`, /hush|echo|Command failed/);
  assert.deepEqual(seen.requests, []);
});
