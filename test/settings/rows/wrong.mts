import type { Given } from "../support/given.mts";
import { asSettings, keys } from "../support/keys.mts";
import { assumeRoles } from "../support/roles.mts";

const account = "123456789012";

/** What is wrong with the settings, and the setting, the place and the allowed values that the error has to name. */
export const wrong: readonly [string, Given, ...RegExp[]][] = [
  ["a region that is none", { aws: { region: "eu west" } }, /aws\.region\b/, /us-west-2/],
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
    /aws\.allowedAccountIds\b/,
    /12 digits/,
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
    "accounts allowed and forbidden",
    { aws: { forbiddenAccountIds: ["999999999999"], allowedAccountIds: [account] } },
    /forbiddenAccountIds\b/,
    /allowedAccountIds\b/,
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
  ["a word as switch", { aws: { insecure: "perhaps" } }, /aws\.insecure\b/, /true or false/],
  ["a number as path", { aws: { customCaBundle: 7 } }, /aws\.customCaBundle\b/, /path/],
  ["a proxy that is no URL", { env: { HTTP_PROXY: "hush:hush" } }, /HTTP_PROXY\b/, /http:\/\//],
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
  ["no time at all", { aws: { totalTimeout: 0 } }, /aws\.totalTimeout\b/, /1 to 3600/],
  ["a pace over the quota", { aws: { createsPerSecond: 51 } }, /aws\.createsPerSecond\b/, /1 to 50/],
  ["debug by a word", { config: { "ivs-realtime:debug": "loud" } }, /ivs-realtime:debug\b/, /true or false/],
  ["a name that is misspelt", { aws: { proflie: "dev" } }, /proflie\b/, /"profile"/],
];
