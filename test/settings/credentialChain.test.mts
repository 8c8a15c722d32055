import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type TestContext, test } from "node:test";
import { answering } from "../support/servers.mts";
import { type Given, keys, together } from "./support/given.mts";
import { signer, wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld();
const { accessKeyId, secretAccessKey, sessionToken } = keys.other;
const expiration = new Date(Date.now() + 3_600_000).toISOString();
/** As containers and instances are told. */
const told = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken };

async function signs(t: TestContext, given: Given): Promise<void> {
  const base = { env: { AWS_ENDPOINT_URL_IVS_REALTIME: world.emulators.main.url } };
  const seen = await wire(t, world, together(given, base));
  assert.equal(signer(seen), accessKeyId);
}

const process = {
  keys: JSON.stringify({ Version: 1, ...told, SessionToken: sessionToken, Expiration: expiration }),
  ".aws/config": "[profile other]\ncredential_process = cat {home}/keys\n",
};
test("a profile's credential_process, by the input profile", (t) =>
  signs(t, { files: process, aws: { profile: "other" } }));
test("a profile's credential_process, by AWS_PROFILE", (t) =>
  signs(t, { files: process, env: { AWS_PROFILE: "other" } }));

test("a container's credentials", async (t) => {
  const container = await answering(
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
  const instance = await answering(
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
  const portal = await answering(
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
