import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveSettings } from "../../dist/provider/settings.js";

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
type Texts = Record<string, string>;
const resolve = (config: Texts = {}, env: Texts = {}) =>
  resolveSettings(stageArn, { config: (key) => config[key], env });

test("nothing set: the ARN's region, everything else by the SDK's own chain", () => {
  assert.deepEqual(resolve({ "aws:region": "eu-west-1", "aws:profile": "" }), { region: "us-west-2" });
});

const resolved: [string, Texts, Texts, Record<string, unknown>][] = [
  [
    "endpoint by config",
    { "ivs-realtime:endpoint": "http://127.0.0.1:1" },
    { AWS_ENDPOINT_URL: "http://x" },
    { endpoint: "http://127.0.0.1:1" },
  ],
  [
    "endpoint by the service's variable",
    {},
    { AWS_ENDPOINT_URL_IVS_REALTIME: "http://a", AWS_ENDPOINT_URL: "http://b" },
    { endpoint: "http://a" },
  ],
  ["endpoint by the general variable", {}, { AWS_ENDPOINT_URL: "https://b" }, { endpoint: "https://b" }],
  [
    "endpoint variables ignored on demand",
    {},
    { AWS_ENDPOINT_URL: "https://b", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
    {},
  ],
  ["profile", { "aws:profile": "dev" }, {}, { profile: "dev" }],
  [
    "keys",
    { "aws:accessKey": "A", "aws:secretKey": "S" },
    {},
    { credentials: { accessKeyId: "A", secretAccessKey: "S" } },
  ],
  [
    "keys and token win over a profile",
    { "aws:accessKey": "A", "aws:secretKey": "S", "aws:token": "T", "aws:profile": "dev" },
    {},
    { credentials: { accessKeyId: "A", secretAccessKey: "S", sessionToken: "T" } },
  ],
  ["the same region said twice", { "ivs-realtime:region": "us-west-2" }, {}, {}],
  [
    "another region with an endpoint",
    { "ivs-realtime:region": "eu-west-1", "ivs-realtime:endpoint": "http://127.0.0.1:1" },
    {},
    { region: "eu-west-1", endpoint: "http://127.0.0.1:1" },
  ],
];
for (const [what, config, env, expected] of resolved) {
  test(what, () => assert.deepEqual(resolve(config, env), { region: "us-west-2", ...expected }));
}

const refused: [string, Texts, Texts, RegExp][] = [
  [
    "another region",
    { "ivs-realtime:region": "eu-west-1" },
    {},
    /ivs-realtime:region is "eu-west-1", but the stage arn.* is in us-west-2/,
  ],
  [
    "half a pair",
    { "aws:accessKey": "AKIA-hush" },
    {},
    /stack config has aws:accessKey without aws:secretKey/,
  ],
  [
    "the other half",
    { "aws:secretKey": "hush", "aws:token": "hush" },
    {},
    /has aws:secretKey and aws:token without aws:accessKey/,
  ],
  [
    "a token alone",
    { "aws:token": "hush", "aws:profile": "dev" },
    {},
    /has aws:token without aws:accessKey and aws:secretKey/,
  ],
  [
    "an endpoint that is no URL",
    { "ivs-realtime:endpoint": "hush:4599" },
    {},
    /stack config ivs-realtime:endpoint is no URL: write one like http/,
  ],
  [
    "an endpoint variable that is no URL",
    {},
    { AWS_ENDPOINT_URL_IVS_REALTIME: "hush" },
    /environment AWS_ENDPOINT_URL_IVS_REALTIME is no URL/,
  ],
];
for (const [what, config, env, message] of refused) {
  test(`refused: ${what}`, () => {
    assert.throws(
      () => resolve(config, env),
      (error: Error) => {
        assert.match(error.message, message);
        assert.ok(!error.message.includes("hush"));
        return true;
      },
    );
  });
}

const odd: [string, Texts, RegExp][] = [
  [
    "an empty endpoint",
    { "ivs-realtime:endpoint": "" },
    /ivs-realtime:endpoint is empty: give it a URL, or remove it/,
  ],
  ["a region that is none", { "ivs-realtime:region": "eu west\nhush" }, /ivs-realtime:region is no region/],
  [
    "a line break in a key",
    { "aws:accessKey": "hush\n", "aws:secretKey": "hush" },
    /aws:accessKey has white space/,
  ],
  ["blanks as a key", { "aws:accessKey": "  ", "aws:secretKey": "hush" }, /aws:accessKey has white space/],
];
for (const [what, config, message] of odd) {
  test(`refused: ${what}`, () => {
    assert.throws(
      () => resolve(config),
      (error: Error) => message.test(error.message) && !error.message.includes("hush"),
    );
  });
}

test("all that is wrong is told at once", () => {
  const config = { "ivs-realtime:region": "eu-west-1", "aws:accessKey": "A" };
  assert.throws(() => resolve(config), /ivs-realtime:region.*aws:accessKey/);
});
