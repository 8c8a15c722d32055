import assert from "node:assert/strict";
import { test } from "node:test";
import { type StsAnswer, stsStandIn } from "../support/sts.mts";
import { asSection, assumeRoles, asVariables, type Given, keys, together } from "./support/given.mts";
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
    const seen = await wire(t, world, together(given, { env: { ...env, AWS_ENDPOINT_URL_STS: sts.url } }));
    assert.match(seen.failure ?? "a token was created", /AccessDenied: \[masked\] is refused/);
    assert.doesNotMatch(`${seen.failure} ${seen.said}`, /hush/);
    assert.deepEqual(seen.requests, []);
  });
}
