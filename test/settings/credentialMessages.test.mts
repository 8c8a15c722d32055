import assert from "node:assert/strict";
import { test } from "node:test";
import { together } from "./support/given.mts";
import { wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld();
const env = { AWS_ENDPOINT_URL_IVS_REALTIME: world.emulators.main.url, AWS_MAX_ATTEMPTS: "1" };
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
    const seen = await wire(t, world, together(given, { env }));
    assert.match(seen.failure ?? "a token was created", message);
    assert.deepEqual(seen.requests, []);
  });
}

test("of a credential_process that fails nothing is shown: command line and output may hold secrets", async (t) => {
  const process = "echo hush-said; echo hush-complained >&2; exit 3 # hush-typed";
  const config = `[profile mine]\ncredential_process = ${process}\n`;
  const given = { aws: { profile: "mine" }, files: { ".aws/config": config } };
  const seen = await wire(t, world, together(given, { env }));
  assert.match(seen.failure ?? "a token was created", /credentials were found.*profile "mine"/);
  assert.doesNotMatch(`${seen.failure} ${seen.said}`, /hush|echo|Command failed/);
  assert.deepEqual(seen.requests, []);
});
