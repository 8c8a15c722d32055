import { asSettings, assumeRoles, type Given, keys } from "../support/given.mts";

const account = "123456789012";

/** What is wrong with the settings, and the setting, the place and the allowed values that the error has to name. */
export const wrong: readonly [string, Given, ...RegExp[]][] = [
  ["a region that is none", { aws: { region: "eu west" } }, /aws\.region isn't a region like us-west-2/],
  ["a number as profile", { aws: { profile: 5 } }, /aws\.profile\b/, /profile's name/],
  [
    "a key with a line break",
    { config: { "aws:accessKey": "hush\n", "aws:secretKey": "hush" } },
    /aws:accessKey\b/,
  ],
  [
    "files that are no list",
    { aws: { sharedConfigFiles: { a: "hush" } } },
    /aws\.sharedConfigFiles\b/,
    /list/,
  ],
  [
    "a role without an ARN",
    { aws: { assumeRoles: [{ sessionName: "mint" }] } },
    /aws\.assumeRoles\b/,
    /roleArn/,
  ],
  [
    "JSON that isn't",
    { config: { "ivs-realtime:assumeRoles": "[{" } },
    /ivs-realtime:assumeRoles\b/,
    /roleArn/,
  ],
  [
    "a role's member that is misspelt",
    { aws: { assumeRoles: [{ roleARN: "x" }] } },
    /aws\.assumeRoles\b/,
    /"roleArn"/,
  ],
  [
    "a role's duration that is too short",
    {
      config: {
        "aws:assumeRoles": JSON.stringify([{ roleArn: `arn:aws:iam::${account}:role/r`, duration: "5m" }]),
      },
    },
    /aws:assumeRoles\b/,
    /15m to 12h/,
  ],
  [
    "a web identity without a token",
    { aws: { assumeRoleWithWebIdentity: { roleArn: `arn:aws:iam::${account}:role/r` } } },
    /aws\.assumeRoleWithWebIdentity\b/,
    /webIdentityTokenFile/,
  ],
  [
    "an account that is none",
    { aws: { allowedAccountIds: ["12"] } },
    /aws\.allowedAccountIds \[0\] isn't an account of 12 digits/,
  ],
  [
    "the stage's account isn't allowed",
    { config: { "aws:allowedAccountIds": '["999999999999"]' } },
    /aws:allowedAccountIds\b/,
    /123456789012/,
  ],
  [
    "the stage's account is forbidden",
    { aws: { forbiddenAccountIds: [account] } },
    /aws\.forbiddenAccountIds\b/,
    /123456789012/,
  ],
  [
    "an endpoint that is no URL",
    { env: { AWS_ENDPOINT_URL_IVS_REALTIME: "hush" } },
    /AWS_ENDPOINT_URL_IVS_REALTIME\b/,
    /https:\/\//,
  ],
  [
    "an endpoint of a file that is no URL",
    {
      env: { AWS_ENDPOINT_URL_IVS_REALTIME: "" },
      files: { ".aws/config": "[default]\nendpoint_url = hush\n" },
    },
    /endpoint_url\b/,
    /https:\/\//,
  ],
  [
    "endpoints with another spelling",
    { aws: { endpoints: [{ ivsRealTime: "http://127.0.0.1:1" }] } },
    /aws\.endpoints\b/,
    /ivsrealtime/,
  ],
  [
    "a login in the list of endpoints",
    { config: { "aws:endpoints": JSON.stringify([{ ivsrealtime: "http://hush@192.0.2.1" }]) } },
    /aws:endpoints\b/,
    /user name/,
  ],
  ["a word as switch", { aws: { insecure: "perhaps" } }, /aws\.insecure\b/, /true or false/],
  ["a number as path", { aws: { customCaBundle: 7 } }, /aws\.customCaBundle\b/, /path/],
  ["a proxy that is no URL", { config: { "aws:httpProxy": "hush:hush" } }, /aws:httpProxy\b/, /http:\/\//],
  [
    "a proxy of a kind that isn't known",
    { aws: { httpsProxy: "socks5://user:hush@127.0.0.1:1" } },
    /aws\.httpsProxy\b/,
    /http:\/\//,
  ],
  [
    "a proxy whose login can't be decoded",
    { aws: { httpProxy: "http://u:%zzhush@proxy.example:3128" } },
    /aws\.httpProxy\b/,
    /%25/,
  ],
  ["a list as noProxy", { aws: { noProxy: ["hush"] } }, /aws\.noProxy\b/, /commas/],
  ["retries below none", { aws: { maxRetries: -1 } }, /aws\.maxRetries\b/, /0 to 100/],
  ["no attempt at all", { env: { AWS_MAX_ATTEMPTS: "0" } }, /AWS_MAX_ATTEMPTS\b/, /1 to 101/],
  [
    "attempts that are no number",
    { files: { ".aws/config": "[default]\nmax_attempts = many\n" } },
    /max_attempts\b/,
    /1 to 101/,
  ],
  [
    "a mode that isn't one",
    { config: { "aws:retryMode": "eager" } },
    /aws:retryMode\b/,
    /standard or adaptive/,
  ],
  [
    "FIPS neither on nor off",
    { env: { AWS_USE_FIPS_ENDPOINT: "perhaps" } },
    /AWS_USE_FIPS_ENDPOINT\b/,
    /true or false/,
  ],
  [
    "signing half off",
    { config: { "ivs-realtime:skipSigning": "half" } },
    /ivs-realtime:skipSigning\b/,
    /true or false/,
  ],
  ["half a second", { aws: { readTimeout: 0.5 } }, /aws\.readTimeout\b/, /whole number/],
  [
    "a negative timeout",
    { config: { "ivs-realtime:connectTimeout": "-1" } },
    /ivs-realtime:connectTimeout\b/,
    /whole number from 0/,
  ],
  [
    "a key where a number belongs",
    { aws: { totalTimeout: "AKIAhush7EXAMPLE" } },
    /aws\.totalTimeout\b/,
    /1 to 3600/,
  ],
  ["no time at all", { aws: { totalTimeout: 0 } }, /aws\.totalTimeout\b/, /1 to 3600/],
  ["a pace over the quota", { aws: { createsPerSecond: 51 } }, /aws\.createsPerSecond\b/, /1 to 50/],
  ["debug by a word", { config: { "ivs-realtime:debug": "loud" } }, /ivs-realtime:debug\b/, /true or false/],
  ["a name that is misspelt", { aws: { proflie: "dev" } }, /proflie\b/, /"profile"/],
];

/** Settings that contradict each other, beside an endpoint of the environment, and what the error has to name. */
export const contradictory: readonly [string, Given, ...RegExp[]][] = [
  [
    "accounts allowed and forbidden",
    { aws: { forbiddenAccountIds: ["999999999999"], allowedAccountIds: ["123456789012"] } },
    /forbiddenAccountIds\b/,
    /allowedAccountIds\b/,
  ],
  [
    "two URLs for IVS Real-Time",
    { aws: { endpoints: [{ ivsrealtime: "http://127.0.0.1:1" }], endpoint: "http://127.0.0.1:2" } },
    /aws\.endpoint contradicts the ivsrealtime of the input aws\.endpoints/,
  ],
  [
    "FIPS and an entry of endpoints",
    { aws: { useFipsEndpoint: true, endpoints: [{ ivsrealtime: "http://127.0.0.1:1" }] } },
    /aws\.useFipsEndpoint contradicts ivsrealtime in the input aws\.endpoints/,
  ],
  [
    "insecure and a CA bundle",
    { aws: { insecure: true, customCaBundle: "/ca.pem" } },
    /aws\.insecure\b.*contradicts.*aws\.customCaBundle\b/,
  ],
  [
    "insecure and a CA bundle in config",
    { config: { "aws:insecure": "true", "aws:customCaBundle": "/ca.pem" } },
    /aws:insecure\b.*contradicts.*aws:customCaBundle\b/,
  ],
  [
    "no signature and keys",
    { config: { "ivs-realtime:skipSigning": "true", ...asSettings(keys.own, "ivs-realtime:") } },
    /ivs-realtime:skipSigning\b.*contradicts.*ivs-realtime:accessKey\b/,
  ],
  [
    "no signature and a profile",
    { aws: { skipSigning: true, profile: "dev" } },
    /aws\.skipSigning\b.*contradicts.*aws\.profile\b/,
  ],
  [
    "no signature and roles",
    { aws: { skipSigning: true, assumeRoles } },
    /aws\.skipSigning\b.*contradicts.*aws\.assumeRoles\b/,
  ],
  [
    "FIPS and an endpoint",
    { aws: { useFipsEndpoint: true } },
    /aws\.useFipsEndpoint\b/,
    /AWS_ENDPOINT_URL_IVS_REALTIME/,
  ],
  [
    "dual-stack and an endpoint",
    { config: { "aws:useDualstackEndpoint": "true" } },
    /aws:useDualstackEndpoint\b/,
    /AWS_ENDPOINT_URL_IVS_REALTIME/,
  ],
];
