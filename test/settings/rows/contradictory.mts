import type { Given } from "../support/given.mts";
import { asSettings, assumeRoles, keys } from "../support/given.mts";

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
