import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { skip } from "../support/sts.mts";
import { asSection, assumeRoles, type Given, keys, mergeGiven } from "./support/given.mts";
import { createTokens, outcome, signer, wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const { emulators, proxies, sts } = world;

/** A section of a config file with an endpoint and credentials. */
const leads = (section: string, to: "near" | "file") =>
  `[${section}]\nendpoint_url = ${emulators[to].url}\n${asSection("", keys[to]).split("\n").slice(1).join("\n")}\n`;
const files = { ".aws/config": leads("default", "file") + leads("profile dev", "near") };

async function leadsTo(t: TestContext, given: Given, to: "near" | "file"): Promise<void> {
  const seen = await wire(t, world, mergeGiven(given, { files }));
  assert.equal(signer(seen), keys[to].accessKeyId);
  assert.deepEqual(
    seen.requests.map(({ at }) => at),
    [to],
  );
}

test("settings of files are those of the default profile", (t) => leadsTo(t, {}, "file"));
test("settings of files are those of the input profile", (t) =>
  leadsTo(t, { aws: { profile: "dev" } }, "near"));
test("settings of files are those of AWS_PROFILE", (t) =>
  leadsTo(t, { env: { AWS_PROFILE: "dev" } }, "near"));
test("settings are read from the files that sharedConfigFiles names", (t) =>
  leadsTo(
    t,
    {
      aws: { sharedConfigFiles: ["{home}/mine"], profile: "mine" },
      files: { ...files, mine: leads("profile mine", "near") },
    },
    "near",
  ));

test("several files: a section is put together, and the later file's word counts", async (t) => {
  const { accessKeyId, secretAccessKey, sessionToken } = keys.near;
  const seen = await wire(t, world, {
    aws: { sharedConfigFiles: ["{home}/first", "{home}/second"] },
    files: {
      first: `[default]\nendpoint_url = ${emulators.file.url}\naws_access_key_id = ${accessKeyId}\n`,
      second: `[default]\nendpoint_url = ${emulators.near.url}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`,
    },
  });
  assert.equal(signer(seen), accessKeyId);
  assert.equal(seen.requests[0]?.at, "near");
});

test("a file that a setting names and that isn't there is an error that names both", async (t) => {
  for (const name of ["sharedConfigFiles", "sharedCredentialsFiles"]) {
    const seen = await wire(
      t,
      world,
      mergeGiven({ config: { [`aws:${name}`]: '["{home}/none"]' } }, { files }),
    );
    assert.match(seen.failure ?? "a token was created", new RegExp(`aws:${name}.*/none`));
    assert.deepEqual(seen.requests, []);
  }
});

const role = "role_arn = arn:aws:iam::123456789012:role/filed";
const roleProfiles: [string, string, string][] = [
  ["role_arn with source_profile", `${role}\nsource_profile = pair\n`, "AssumeRole"],
  [
    "role_arn with web_identity_token_file",
    `${role}\nweb_identity_token_file = {home}/token\n`,
    "AssumeRoleWithWebIdentity",
  ],
];
for (const [what, lines, action] of roleProfiles) {
  test(`a profile's ${what} calls the STS of the setting endpoints`, { skip }, async (t) => {
    // Named by the action: clients are shared by all whose settings are the same.
    const seen = await wire(t, world, {
      aws: { profile: action, endpoint: emulators.main.url, endpoints: [{ sts: `${sts.url}/mine` }] },
      files: {
        token: "hush-oidc",
        ".aws/config": `[profile ${action}]\n${lines}`,
        ".aws/credentials": asSection("pair", keys.file),
      },
    });
    assert.equal(seen.failure, undefined);
    assert.deepEqual(
      seen.calls.map((call) => [call.action, call.path?.replace(/\/$/, "")]),
      [[action, "/mine"]],
    );
    assert.equal(signer(seen), seen.calls[0]?.issued?.accessKeyId);
  });
}

const create = createTokens(world);

/** Files with a URL that is the default profile's alone. */
const withDefaultEndpoint = (url: string) => ({
  "ca.pem": String(emulators.tls.certificate),
  ".aws/config": `[default]\nendpoint_url = ${url}\n`,
  ".aws/credentials": asSection("dev", keys.near),
  mine: `[default]\nendpoint_url = ${url}\n${asSection("profile dev", keys.near)}`,
});
const base = { httpsProxy: proxies.near.url, customCaBundle: "{home}/ca.pem" };
const ways: [string, Given][] = [
  ["the input profile", { aws: { ...base, profile: "dev" } }],
  ["AWS_PROFILE", { aws: base, env: { AWS_PROFILE: "dev" } }],
  [
    "the input profile in a file of sharedConfigFiles",
    { aws: { ...base, profile: "dev", sharedConfigFiles: ["{home}/mine"] } },
  ],
];

for (const [what, given] of ways) {
  test(`an endpoint of the default profile isn't used by ${what}`, async (t) => {
    const seen = await create(t, { ...given, files: withDefaultEndpoint(emulators.file.url) });
    assert.equal(outcome(seen), "created", seen.failure);
    assert.deepEqual(seen.proxied, ["near: CONNECT ivsrealtime.us-west-2.amazonaws.com:443"]);
    assert.deepEqual(
      seen.requests.map(({ at }) => at),
      ["tls"],
    );
  });

  test(`an endpoint of the default profile isn't used by ${what}, for STS neither`, { skip }, async (t) => {
    const aws = { ...given.aws, assumeRoles, endpoint: emulators.main.url };
    const seen = await create(t, { ...given, aws, files: withDefaultEndpoint(sts.url) });
    // The certificate behind the proxy isn't good for STS: where the call went is all there is to see.
    assert.match(seen.failure ?? "a token was created", /credentials were found/);
    assert.deepEqual([seen.proxied, seen.calls], [["near: CONNECT sts.us-west-2.amazonaws.com:443"], []]);
  });
}

test("a profile that wants a code: nobody can be asked for it here, and the error says what works", async (t) => {
  const role = "role_arn = arn:aws:iam::123456789012:role/host\nsource_profile = default\n";
  const config = `[profile code]\n${role}mfa_serial = arn:aws:iam::123456789012:mfa/me\n`;
  const seen = await wire(t, world, {
    aws: { profile: "code", endpoint: emulators.main.url },
    files: { ".aws/config": leads("default", "file") + config },
  });
  assert.match(
    seen.failure ?? "a token was created",
    /nobody can be asked for the code of its mfa_serial here: .*aws sts get-session-token or aws sts assume-role.*SSO.*\[.*Profile code requires multi-factor/,
  );
  assert.doesNotMatch(seen.failure ?? "", /aws sso login/);
});
