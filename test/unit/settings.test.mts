import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Settings } from "../../dist/provider/settings/resolve.js";
import { resolveSettings } from "../../dist/provider/settings/resolve.js";
import { type Setting, settingsTable } from "../../dist/provider/settings/settingsTable.js";
import { stageArn } from "../support/emulators.mts";

const variables = Object.values<Setting>(settingsTable).flatMap(({ env = [] }) => env);

type Texts = Record<string, string>;
interface Places {
  input?: Record<string, unknown>;
  config?: Texts;
  env?: Texts;
  shared?: Texts;
}

/** What settings come to that stand in the given places; the profile is there unless nothing is. */
function resolve({ input = {}, config = {}, env = {}, shared }: Places) {
  return resolveSettings(stageArn, {
    input,
    config: (key) => config[key],
    configKeys: Object.keys(config),
    env,
    shared: shared && { hasProfile: shared.missing === undefined, get: (key) => shared[key] },
  });
}

const nothing = resolve({});

test("nothing set: the ARN's account and region, the SDK's own chain, and the defaults", () => {
  assert.deepEqual(resolve({ config: { "aws:region": "eu-west-1", "aws:profile": "" } }), nothing);
  assert.deepEqual([nothing.problems, nothing.warnings], [[], []]);
  const { account, region, identity, maxAttempts, readTimeout, totalTimeout } = nothing.settings;
  assert.deepEqual([account, region], ["123456789012", "us-west-2"]);
  assert.deepEqual(
    { identity, maxAttempts, readTimeout, totalTimeout },
    { identity: { kind: "chain" }, maxAttempts: undefined, readTimeout: 60, totalTimeout: 300 },
  );
});

const local = "http://127.0.0.1:1";
const inputKeys = { accessKey: "A", secretKey: "S" };
const keys = { "aws:accessKey": "A", "aws:secretKey": "S" };
const envKeys = { AWS_ACCESS_KEY_ID: "E", AWS_SECRET_ACCESS_KEY: "S" };
const role = { roleArn: "arn:aws:iam::123456789012:role/host" };
const webIdentity = { ...role, webIdentityTokenFile: "/token" };

const resolved: [string, Places, Partial<Settings>][] = [
  [
    "the input comes before everything",
    { input: { maxRetries: 1 }, config: { "ivs-realtime:maxRetries": "2" } },
    { maxAttempts: 2 },
  ],
  [
    "ivs-realtime: comes before aws:",
    { config: { "ivs-realtime:maxRetries": "2", "aws:maxRetries": "3" } },
    { maxAttempts: 3 },
  ],
  [
    "aws: comes before the environment",
    { config: { "aws:maxRetries": "3" }, env: { AWS_MAX_ATTEMPTS: "5" } },
    { maxAttempts: 4 },
  ],
  [
    "the environment comes before shared files",
    { env: { AWS_MAX_ATTEMPTS: "5" }, shared: { max_attempts: "6" } },
    { maxAttempts: 5 },
  ],
  ["shared files come before the default", { shared: { max_attempts: "6" } }, { maxAttempts: 6 }],
  [
    "false in a nearer place beats true further out",
    { input: { debug: false }, config: { "ivs-realtime:debug": "true" } },
    { debug: false },
  ],
  [
    "aws: counts only for what @pulumi/aws knows",
    { config: { "aws:debug": "true", "aws:readTimeout": "1" } },
    {},
  ],
  [
    "the service's endpoint variable",
    { env: { AWS_ENDPOINT_URL_IVS_REALTIME: local, AWS_ENDPOINT_URL: "https://b" } },
    { endpoint: local, stsEndpoint: "https://b" },
  ],
  [
    "endpoint variables ignored on demand",
    {
      env: { AWS_ENDPOINT_URL: local, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
      shared: { endpoint_url: local },
    },
    {},
  ],
  [
    "an endpoint out of aws:endpoints, others let be",
    { config: { "aws:endpoints": `[{"ivsrealtime":"${local}","s3":"x","ivs":"y"}]` } },
    { endpoint: local },
  ],
  ["the same region said twice", { config: { "ivs-realtime:region": "us-west-2" } }, {}],
  [
    "another region with an endpoint",
    { input: { region: "eu-west-1", endpoint: local } },
    { region: "eu-west-1", endpoint: local },
  ],
  [
    "keys win over a profile on their level",
    { config: { ...keys, "aws:token": "T", "aws:profile": "dev" } },
    {
      activeProfile: "dev",
      identity: {
        kind: "keys",
        accessKeyId: "A",
        secretAccessKey: "S",
        sessionToken: "T",
        from: "stack config aws:accessKey",
      },
    },
  ],
  [
    "a nearer profile wins whole over keys",
    { input: { profile: "dev" }, config: keys },
    { activeProfile: "dev", identity: { kind: "profile", profile: "dev", from: "the input aws.profile" } },
  ],
  [
    "a token further out doesn't join keys",
    { input: inputKeys, config: { "aws:token": "T" } },
    { identity: { kind: "keys", accessKeyId: "A", secretAccessKey: "S", from: "the input aws.accessKey" } },
  ],
  [
    "AWS_PROFILE may hold no credentials",
    { env: { AWS_PROFILE: "dev" } },
    { activeProfile: "dev", identity: { kind: "chain", profile: "dev", from: "environment AWS_PROFILE" } },
  ],
  [
    "roles named as near as the credentials, or nearer, apply",
    { input: { assumeRoles: [role] }, env: envKeys },
    {
      roles: [role],
      identity: {
        kind: "keys",
        accessKeyId: "E",
        secretAccessKey: "S",
        from: "environment AWS_ACCESS_KEY_ID",
      },
    },
  ],
  [
    "roles named further out were meant for other credentials",
    { input: inputKeys, config: { "aws:assumeRoles": JSON.stringify([role]) } },
    {
      identity: { kind: "keys", accessKeyId: "A", secretAccessKey: "S", from: "the input aws.accessKey" },
    },
  ],
  [
    "roles with what the SDK finds by itself",
    { config: { "aws:assumeRoles": JSON.stringify([{ ...role, duration: "1h30m" }]) } },
    { roles: [{ ...role, duration: 5400 }] },
  ],
  [
    "a web identity out of the environment",
    { env: { AWS_ROLE_ARN: role.roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: "/token" } },
    { identity: { kind: "webIdentity", role: webIdentity, from: "environment AWS_WEB_IDENTITY_TOKEN_FILE" } },
  ],
  ["one variable of a web identity alone means something else", { env: { AWS_ROLE_ARN: role.roleArn } }, {}],
  [
    "no signature, no credentials",
    { input: { skipSigning: true }, env: envKeys },
    { identity: { kind: "unsigned" } },
  ],
  [
    "plain http with insecure",
    { input: { endpoint: "http://host.example", insecure: true } },
    { endpoint: "http://host.example", insecure: true },
  ],
  [
    "a proxy without a scheme, as environments have it",
    { env: { HTTPS_PROXY: "proxy.example:3128" } },
    { httpsProxy: "http://proxy.example:3128" },
  ],
  [
    "accounts as numbers, as pulumi config set --path has them",
    { config: { "aws:allowedAccountIds": "[123456789012]" } },
    {},
  ],
  ["the AWS CLI's oldest mode of retries", { shared: { retry_mode: "legacy" } }, {}],
];
for (const [what, places, expected] of resolved) {
  test(what, () => {
    const { settings, problems } = resolve(places);
    assert.deepEqual(problems, []);
    // Told in errors alone, which have tests of their own.
    const { endpointFrom: _, stsEndpointFrom: __, ...others } = settings;
    const { endpointFrom: ___, stsEndpointFrom: ____, ...defaults } = nothing.settings;
    assert.deepEqual(others, { ...defaults, ...expected });
  });
}

test("what is accepted without effect changes nothing", () => {
  const input = { defaultTags: { tags: { a: "b" } }, skipRegionValidation: true, stsRegion: "us-east-1" };
  assert.deepEqual(resolve({ input }), nothing);
});

test("names under aws: that look like a setting are warned of; others are @pulumi/aws's own", () => {
  const config = {
    "aws:assumeRole": "{}",
    "aws:profil": "dev",
    "aws:s3ForcePathStyle": "true",
    "aws:profile": "dev",
  };
  const { problems, warnings } = resolve({ config });
  assert.deepEqual(problems, []);
  assert.deepEqual(warnings, [
    'stack config aws:assumeRole isn\'t read for tokens: did you mean "assumeRoles"?',
    'stack config aws:profil isn\'t read for tokens: did you mean "profile"?',
  ]);
});

test("insecure is warned of, and where it was set is named", () => {
  const { warnings } = resolve({ config: { "aws:insecure": "true" } });
  assert.match(warnings.join(), /^insecure is on \(stack config aws:insecure\): certificates aren't checked/);
});

const refused: [string, Places, RegExp[]][] = [
  [
    "another region",
    { config: { "ivs-realtime:region": "eu-west-1" } },
    [/^stack config ivs-realtime:region is "eu-west-1", but the stage arn.* is in us-west-2.*remove it/],
  ],
  [
    "a region that is none",
    { input: { region: "eu west\nhush" } },
    [/^the input aws\.region isn't a region like us-west-2/],
  ],
  [
    "half a pair",
    { config: { "aws:accessKey": "AKIA-hush" } },
    [/^stack config aws:accessKey is set without secretKey: set both keys there/],
  ],
  [
    "the other half",
    { env: { AWS_SECRET_ACCESS_KEY: "hush", AWS_SESSION_TOKEN: "hush" } },
    [
      /^environment AWS_SECRET_ACCESS_KEY and environment AWS_SESSION_TOKEN are set without AWS_ACCESS_KEY_ID/,
    ],
  ],
  [
    "a pair that is torn apart",
    { input: { accessKey: "hush" }, config: keys },
    [/^the input aws\.accessKey is set without secretKey/],
  ],
  [
    "a line break in a key",
    { config: { "aws:accessKey": "hush\n", "aws:secretKey": "hush" } },
    [/^stack config aws:accessKey has white space/],
  ],
  [
    "an endpoint that is no URL",
    { config: { "ivs-realtime:endpoint": "hush:4599" } },
    [/^stack config ivs-realtime:endpoint is not a URL: write one like http:\/\/127/],
  ],
  [
    "an empty endpoint",
    { config: { "ivs-realtime:endpoint": "" }, env: { AWS_ENDPOINT_URL: local } },
    [/ivs-realtime:endpoint is empty: give it a URL, or remove it/],
  ],
  [
    "plain http",
    { shared: { endpoint_url: "http://host.example" } },
    [/^endpoint_url in the shared config file is plain http to host\.example.*write https, or set insecure/],
  ],
  [
    "plain http to STS",
    { input: { endpoints: [{ sts: "http://10.0.0.1" }] } },
    [/^sts in the input aws\.endpoints is plain http to 10\.0\.0\.1/],
  ],
  [
    "two endpoints on a level",
    { input: { endpoint: local, endpoints: [{ ivsrealtime: "https://x" }] } },
    [/^the input aws\.endpoint contradicts the ivsrealtime of the input aws\.endpoints/],
  ],
  [
    "another spelling of ivsrealtime",
    { input: { endpoints: [{ ivsRealtime: local }] } },
    [/^the input aws\.endpoints has another spelling of ivsrealtime: write it so/],
  ],
  [
    "FIPS at a URL of its own",
    { input: { endpoint: local, useFipsEndpoint: true } },
    [/^the input aws\.useFipsEndpoint contradicts the input aws\.endpoint/],
  ],
  [
    "two identities on a level",
    { input: { assumeRoleWithWebIdentity: webIdentity, profile: "dev" } },
    [/^the input aws\.assumeRoleWithWebIdentity contradicts the input aws\.profile: .* keep one/],
  ],
  [
    "a web identity without a token",
    { input: { assumeRoleWithWebIdentity: role } },
    [/needs either webIdentityToken or webIdentityTokenFile/],
  ],
  [
    "a role that is none",
    { input: { assumeRoles: [{ roleArn: "hush", duration: "5m", externalid: "x" }] } },
    [
      /^the input aws\.assumeRoles \[0\] roleArn isn't a role's ARN.*duration is "5m": write a time like "1h".*"externalid" as a member is not known: did you mean "externalId"/,
    ],
  ],
  [
    "a login in an endpoint",
    { input: { endpoint: "https://user:hush@host.example" } },
    [/^the input aws\.endpoint holds a user name or a password, which no AWS service asks for/],
  ],
  [
    "a proxy's login that can't be decoded",
    { input: { httpsProxy: "http://u:%hush@host.example" } },
    [/^the input aws\.httpsProxy has a login that isn't percent-encoded: write % as %25/],
  ],
  [
    "a CA bundle beside insecure",
    { input: { insecure: true, customCaBundle: "/ca.pem" } },
    [/^the input aws\.insecure contradicts the input aws\.customCaBundle/],
  ],
  [
    "keys beside skipSigning",
    { config: { "ivs-realtime:skipSigning": "true", "ivs-realtime:profile": "dev" } },
    [/^stack config ivs-realtime:skipSigning contradicts stack config ivs-realtime:profile: .* remove one/],
  ],
  [
    "a policy that is no JSON",
    { input: { assumeRoles: [{ ...role, policy: "{nope}" }] } },
    [/^the input aws\.assumeRoles \[0\] policy is not valid JSON: write an IAM policy/],
  ],
  [
    "both lists of accounts",
    { input: { allowedAccountIds: ["123456789012"], forbiddenAccountIds: ["210987654321"] } },
    [/^the input aws\.forbiddenAccountIds contradicts the input aws\.allowedAccountIds/],
  ],
  [
    "accounts separated by commas",
    { config: { "aws:allowedAccountIds": "123456789012,210987654321" } },
    [
      /^stack config aws:allowedAccountIds isn't a list of accounts, each an account of 12 digits; in stack config as JSON/,
    ],
  ],
  [
    "an account that isn't allowed",
    { config: { "aws:allowedAccountIds": '["210987654321"]' } },
    [/account 123456789012, which isn't among those of stack config aws:allowedAccountIds \(210987654321\)/],
  ],
  [
    "an account that is forbidden",
    { config: { "aws:forbiddenAccountIds": '["123456789012"]' } },
    [/which is forbidden by stack config aws:forbiddenAccountIds/],
  ],
  [
    "a profile that no file has",
    { config: { "aws:profile": "dev" }, shared: { missing: "" } },
    [/^stack config aws:profile is "dev", a profile that no shared config or credentials file has/],
  ],
  [
    "a number out of bounds",
    { input: { maxRetries: 101, readTimeout: -1, totalTimeout: 0, createsPerSecond: 51 } },
    [
      /^the input aws\.maxRetries is 101: write a whole number from 0 to 100/,
      /^the input aws\.readTimeout is -1/,
      /^the input aws\.totalTimeout is 0: write a whole number from 1 to 3600/,
      /^the input aws\.createsPerSecond is 51/,
    ],
  ],
  [
    "a proxy of another kind",
    { config: { "aws:httpsProxy": "socks5://user:hush@proxy" } },
    [
      /^stack config aws:httpsProxy is a URL with socks5, which is not supported: write one like http:\/\/proxy/,
    ],
  ],
  [
    "a mode of retries that is none",
    { config: { "aws:retryMode": "hard" } },
    [/^stack config aws:retryMode is "hard": write standard or adaptive/],
  ],
  [
    "a switch that is none",
    { config: { "ivs-realtime:debug": "hush-hush-hush-hush" } },
    [/^stack config ivs-realtime:debug is text of 19 characters: write true or false/],
  ],
  [
    "the AWS CLI's names",
    {
      input: {
        "ca-bundle": "x",
        noVerifySsl: true,
        cliReadTimeout: 1,
        "no-sign-request": true,
        provider: "hush",
      },
    },
    [
      /"ca-bundle", which is not a setting: did you mean "customCaBundle"/,
      /"noVerifySsl", which is not a setting: did you mean "insecure"/,
      /"cliReadTimeout", which is not a setting: did you mean "readTimeout"/,
      /"no-sign-request", which is not a setting: did you mean "skipSigning"/,
      /aws has text of 8 characters, which is not a setting: docs\/reference\/settings\.md lists all/,
    ],
  ],
  [
    "names that every object has",
    {
      input: { constructor: "x", ["__proto__"]: "x", retryMode: "toString" },
      config: { "ivs-realtime:toString": "x", "ivs-realtime:hasOwnProperty": "x" },
    },
    [
      /^the input aws has text of 11 characters, which is not a setting: docs/,
      /^the input aws has text of 9 characters, which is not a setting: docs/,
      /^the input aws\.retryMode is "toString": write standard or adaptive/,
      /^stack config ivs-realtime has text of 8 characters, which is not a setting: docs/,
      /^stack config ivs-realtime has text of 14 characters, which is not a setting: docs/,
    ],
  ],
  [
    "keys where a name should be",
    {
      input: { "hush-wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMP": "secretKey", "profile гhush": "x" },
      config: { "ivs-realtime:hushEXAMPLEhush": "secretKey" },
    },
    [
      /^the input aws has text of 40 characters, which is not a setting/,
      /^the input aws has text of 13 characters, which is not a setting/,
      /^stack config ivs-realtime has text of 15 characters, which is not a setting/,
    ],
  ],
  [
    "a key as a member of a role",
    { input: { assumeRoles: [{ ...role, hush_EXAMPLE_hush: "x", policyarns: [] }] } },
    [
      /\[0\] text of 17 characters as a member is not known: there are roleArn, .*"policyarns" as a member .*"policyArns"/,
    ],
  ],
  [
    "more than can be read",
    { input: { allowedAccountIds: Array.from({ length: 30 }, () => "1") } },
    [/\[19\] isn't an account of 12 digits, and 10 more$/],
  ],
  [
    "names with a unit",
    { input: { readTimeoutSeconds: 1, total_timeout_ms: 1 } },
    [
      /"readTimeoutSeconds", .*did you mean "readTimeout"/,
      /"total_timeout_ms", .*did you mean "totalTimeout"/,
    ],
  ],
  [
    "names that don't exist",
    {
      input: { maxretry: 3, accesskey: "hush" },
      config: { "ivs-realtime:endpont": "x", "aws:anything": "x" },
    },
    [
      /^the input aws has "maxretry", which is not a setting: did you mean "maxRetries"/,
      /^the input aws has "accesskey", which is not a setting: did you mean "accessKey"/,
      /^stack config ivs-realtime has "endpont", which is not a setting: did you mean "endpoint"/,
    ],
  ],
];
for (const [what, places, patterns] of refused) {
  test(`refused: ${what}`, () => {
    const { problems } = resolve(places);
    assert.equal(problems.length, patterns.length, problems.join("\n"));
    for (const pattern of patterns)
      assert.ok(
        problems.some((one) => pattern.test(one)),
        problems.join("\n"),
      );
    assert.doesNotMatch(problems.join("\n"), /hush/);
  });
}

const socks = { HTTPS_PROXY: "socks5://user:hush@proxy" };
const unchecked = {
  NODE_TLS_REJECT_UNAUTHORIZED: "0",
  AWS_CONTAINER_CREDENTIALS_FULL_URI: "https://hush.example/hush",
};
const later: [string, Places, RegExp][] = [
  [
    "attempts that are none",
    { env: { AWS_MAX_ATTEMPTS: "0" } },
    /AWS_MAX_ATTEMPTS is "0": write a whole number from 1 to 101/,
  ],
  [
    "a switch as a number",
    { env: { AWS_USE_FIPS_ENDPOINT: "1" } },
    /AWS_USE_FIPS_ENDPOINT is "1": write true or false/,
  ],
  [
    "a mode of retries",
    { env: { AWS_RETRY_MODE: "hard" } },
    /AWS_RETRY_MODE is "hard": write standard or adaptive/,
  ],
  [
    "a proxy of another kind",
    { env: socks },
    /HTTPS_PROXY is a URL with socks5, which is not supported: write one like http:/,
  ],
  [
    "a proxy for STS alone",
    { input: { endpoint: local, ...inputKeys, assumeRoles: [role] }, env: socks },
    /HTTPS_PROXY is a URL with socks5/,
  ],
  [
    "a proxy for the STS of a profile that may be a role",
    { input: { endpoint: local, profile: "dev" }, env: socks },
    /HTTPS_PROXY is a URL with socks5/,
  ],
  [
    "a proxy for the STS that the AWS SDK may find",
    { input: { endpoint: local }, env: socks },
    /HTTPS_PROXY is a URL with socks5/,
  ],
  [
    "a proxy for a http endpoint",
    { input: { endpoint: "http://host.example", insecure: true }, env: { HTTP_PROXY: "ftp://hush" } },
    /HTTP_PROXY is a URL with ftp/,
  ],
  [
    "an endpoint",
    { env: { AWS_ENDPOINT_URL_IVS_REALTIME: "hush" } },
    /AWS_ENDPOINT_URL_IVS_REALTIME is not a URL/,
  ],
  [
    "plain http",
    { env: { AWS_ENDPOINT_URL: "http://host.example" } },
    /AWS_ENDPOINT_URL is plain http to host\.example/,
  ],
  [
    "FIPS beside an endpoint of the program",
    { input: { endpoint: local }, env: { AWS_USE_FIPS_ENDPOINT: "true" } },
    /AWS_USE_FIPS_ENDPOINT contradicts the input aws\.endpoint/,
  ],
  ...[{}, { input: { profile: "dev" } }].map((places): (typeof later)[number] => [
    `a container's credentials whose certificate isn't checked ${JSON.stringify(places)}`,
    { ...places, env: unchecked },
    /environment NODE_TLS_REJECT_UNAUTHORIZED is 0, so that the certificate of AWS_CONTAINER_CREDENTIALS_FULL_URI/,
  ]),
  [
    "a key with white space",
    { env: { ...envKeys, AWS_ACCESS_KEY_ID: "hush hush" } },
    /AWS_ACCESS_KEY_ID has white space/,
  ],
];
for (const [what, places, pattern] of later) {
  test(`wrong in the environment, so a warning before a call and an error at it: ${what}`, () => {
    const { problems, callProblems, warnings } = resolve(places);
    assert.deepEqual(problems, []);
    const own = warnings.filter((one) => !one.startsWith("insecure is on"));
    assert.ok(own.length > 0, "no warning");
    assert.deepEqual(
      own,
      callProblems.map((one) => `${one}. Until that is changed, calls for a token fail.`),
    );
    assert.match(callProblems.join("\n"), pattern);
    assert.match(callProblems.join("\n"), /environment [A-Z_]+ /);
    assert.doesNotMatch(callProblems.join("\n"), /hush/);
  });
}

const unneeded: [string, Places][] = [
  ["another setting wins", { input: { maxRetries: 1 }, env: { AWS_MAX_ATTEMPTS: "0" } }],
  ["a proxy of the stack's config wins", { config: { "aws:httpsProxy": "http://p.example" }, env: socks }],
  [
    "a proxy, where the endpoint is on loopback",
    { input: { endpoint: local, ...inputKeys }, env: { ...socks, HTTP_PROXY: "hush" } },
  ],
  ["a proxy, where noProxy names the region's endpoint", { env: { ...socks, NO_PROXY: ".amazonaws.com" } }],
  ["a proxy for http, where the endpoint is https", { env: { HTTP_PROXY: "socks5://hush" } }],
  ["a check that no look-up leaves to Node", { input: inputKeys, env: unchecked }],
  ["the same, without such a container", { env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } }],
  [
    "keys, where the program names a profile",
    { input: { profile: "dev" }, env: { AWS_ACCESS_KEY_ID: "hush hush" } },
  ],
];
for (const [what, places] of unneeded) {
  test(`wrong in the environment and not needed, so nothing is said: ${what}`, () => {
    const { problems, callProblems, warnings } = resolve(places);
    assert.deepEqual([problems, callProblems, warnings], [[], [], []]);
  });
}

test("a proxy of the environment is kept where only a look-up of credentials may need it", () => {
  const { settings } = resolve({ input: { endpoint: local }, env: { HTTPS_PROXY: "http://p.example" } });
  assert.equal(settings.httpsProxy, "http://p.example");
});

test("random settings in any place never throw, and nothing that may be a secret is quoted", () => {
  const secret = fc.stringMatching(/^HUSH[A-Za-z0-9+/=]{16,36}$/);
  const leaf = fc.oneof(
    secret,
    fc.constantFrom<unknown>("", "1", "true", null, -1, 1e9, Number.NaN, "socks5://x", "[{"),
  );
  const value = fc.oneof(
    leaf,
    fc.array(fc.dictionary(fc.oneof(fc.constantFrom("roleArn", "tags", "sts", "__proto__"), secret), leaf)),
    secret.map((text) => `{"${text}":${"[".repeat(3000)}${"]".repeat(3000)}}`),
    secret.map((text) => `http://${text}:${text}@127.0.0.1`),
  );
  const names = fc.oneof(fc.constantFrom(...Object.keys(settingsTable), "constructor", "__proto__"), secret);
  const places = fc.record({
    input: fc.dictionary(names, value),
    config: fc.dictionary(
      names,
      fc.oneof(
        secret,
        value.map((one) => JSON.stringify(one) ?? ""),
      ),
    ),
    env: fc.dictionary(
      fc.constantFrom(...variables),
      fc.oneof(secret, fc.constantFrom("0", "1", "socks5://x")),
    ),
  });
  fc.assert(
    fc.property(places, ({ input, config, env }) => {
      const inConfig = Object.entries(config).map(([name, text]) => [`ivs-realtime:${name}`, text]);
      const { problems, callProblems, warnings } = resolve({
        input,
        config: Object.fromEntries(inConfig),
        env,
      });
      const text = [...problems, ...callProblems, ...warnings].join("\n");
      assert.doesNotMatch(text, /HUSH/);
      assert.ok(problems.every((one) => callProblems.includes(one)));
    }),
    { numRuns: 500 },
  );
});
