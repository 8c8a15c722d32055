import { isMap, ownValue } from "../values/pulumiValues.js";
import { callQuotas } from "../values/service.js";
import {
  account,
  attempts,
  endpointList,
  endpointUrl,
  proxyUrl,
  roles,
  stsEndpoint,
  webIdentityFromEnv,
  webIdentityRole,
} from "./awsKinds.js";
import type { AwsSettings, WithoutEffect } from "./awsSettings.js";
import {
  type Kind,
  key,
  listOf,
  oneOf,
  onOff,
  type SecretPart,
  text,
  whole,
  wholeNumber,
  within,
} from "./kinds.js";

/** One setting: its values, and where it may be set besides the input `aws` and stack config `ivs-realtime:`. */
export interface Setting<T = unknown> {
  readonly kind: Kind<T>;
  /** Whether it is also read from stack config `aws:NAME`, as @pulumi/aws does. */
  readonly inAwsConfig: boolean;
  /** Environment variables, highest precedence first. */
  readonly env?: readonly string[];
  /** Its value from the environment, where that takes more than one variable. */
  readonly fromEnv?: (env: Readonly<Record<string, string | undefined>>) => unknown;
  /** Key in the active profile's section of the shared config files. */
  readonly shared?: string;
  /** The service whose entry in the profile's section `services` takes precedence over that key. */
  readonly service?: string;
  /** Its values in environment and shared config files, where they differ. */
  readonly ambientKind?: Kind<T>;
  /** Value when no source sets it. */
  readonly default?: T;
  /** Documentation text when there is no default value. */
  readonly otherwise?: string;
  /** The AWS CLI's option. */
  readonly cli?: string;
  /** Whether it says whose credentials to use. */
  readonly isCredential?: true;
  /** Whether an empty text in the input or in `ivs-realtime:` is an error rather than no value. */
  readonly emptyIsWrong?: true;
  /** Whether `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` switches off what environment and files say. */
  readonly canBeIgnored?: true;
  /** The part that makes the input `aws` a secret, and needs `--secret` in stack config. */
  readonly secret?: SecretPart;
}

/** The names of all settings. */
export type SettingName = Exclude<keyof AwsSettings, keyof WithoutEffect>;

type Table = { [Name in SettingName]: Setting };

const path = text("a path");
const accounts = listOf("accounts", account);
const files = { kind: listOf("files", path), inAwsConfig: true } as const;
const seconds = wholeNumber(0, 86_400);
const partOfKeys = {
  isCredential: true,
  kind: key,
  inAwsConfig: true,
  otherwise: "none",
  secret: whole,
} as const;
const proxy = {
  kind: proxyUrl,
  inAwsConfig: true,
  otherwise: "none",
  secret: within("a password", "", /@/),
} as const;

/** All settings. Resolution, validation, documentation and tests are derived from this table. */
export const settingsTable = {
  region: {
    kind: text("a region like us-west-2", /^[a-z0-9-]{1,32}$/),
    inAwsConfig: false,
    otherwise: "the stage ARN's",
    cli: "--region",
  },
  profile: {
    isCredential: true,
    kind: text("a profile's name"),
    inAwsConfig: true,
    // In this order for @pulumi/aws; the AWS CLI has the older name first where both are set.
    env: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
    otherwise: "the AWS SDK's chain",
    cli: "--profile",
  },
  accessKey: { ...partOfKeys, env: ["AWS_ACCESS_KEY_ID"] },
  secretKey: { ...partOfKeys, env: ["AWS_SECRET_ACCESS_KEY"] },
  token: { ...partOfKeys, env: ["AWS_SESSION_TOKEN"] },
  sharedConfigFiles: { ...files, env: ["AWS_CONFIG_FILE"], otherwise: "~/.aws/config" },
  sharedCredentialsFiles: { ...files, env: ["AWS_SHARED_CREDENTIALS_FILE"], otherwise: "~/.aws/credentials" },
  assumeRoles: {
    isCredential: true,
    kind: roles,
    inAwsConfig: true,
    otherwise: "none",
    secret: within("externalId", "[0].externalId", /externalId/),
  },
  assumeRoleWithWebIdentity: {
    isCredential: true,
    kind: webIdentityRole,
    inAwsConfig: true,
    env: ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME"],
    fromEnv: webIdentityFromEnv,
    otherwise: "none",
    secret: within("webIdentityToken", ".webIdentityToken", /webIdentityToken(?!File)/),
  },
  allowedAccountIds: { kind: accounts, inAwsConfig: true, otherwise: "any" },
  forbiddenAccountIds: { kind: accounts, inAwsConfig: true, otherwise: "none" },
  endpoints: {
    kind: endpointList,
    inAwsConfig: true,
    env: ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"],
    shared: "endpoint_url",
    service: "sts",
    canBeIgnored: true,
    ambientKind: stsEndpoint,
    otherwise: "the region's",
  },
  endpoint: {
    kind: endpointUrl,
    inAwsConfig: false,
    emptyIsWrong: true,
    canBeIgnored: true,
    env: ["AWS_ENDPOINT_URL_IVS_REALTIME", "AWS_ENDPOINT_URL"],
    shared: "endpoint_url",
    service: "ivs_realtime",
    otherwise: "the region's",
    cli: "--endpoint-url",
  },
  insecure: { kind: onOff, inAwsConfig: true, default: false, cli: "--no-verify-ssl" },
  customCaBundle: {
    kind: path,
    inAwsConfig: true,
    env: ["AWS_CA_BUNDLE"],
    shared: "ca_bundle",
    otherwise: "the CAs of Node.js",
    cli: "--ca-bundle",
  },
  httpProxy: { ...proxy, env: ["HTTP_PROXY", "http_proxy"] },
  httpsProxy: { ...proxy, env: ["HTTPS_PROXY", "https_proxy"] },
  noProxy: {
    kind: text("hosts separated by commas"),
    inAwsConfig: true,
    env: ["NO_PROXY", "no_proxy"],
    otherwise: "loopback alone",
  },
  maxRetries: {
    kind: wholeNumber(0, 100),
    inAwsConfig: true,
    env: ["AWS_MAX_ATTEMPTS"],
    shared: "max_attempts",
    ambientKind: attempts,
    otherwise: "as often as fits into 2 minutes",
  },
  retryMode: {
    // `legacy` is the AWS CLI's oldest, which the SDK doesn't have.
    kind: oneOf<"standard" | "adaptive">(["standard", "adaptive"], { legacy: "standard" }),
    inAwsConfig: true,
    env: ["AWS_RETRY_MODE"],
    shared: "retry_mode",
    default: "standard",
  },
  useFipsEndpoint: {
    kind: onOff,
    inAwsConfig: true,
    env: ["AWS_USE_FIPS_ENDPOINT"],
    shared: "use_fips_endpoint",
    default: false,
  },
  useDualstackEndpoint: {
    kind: onOff,
    inAwsConfig: true,
    env: ["AWS_USE_DUALSTACK_ENDPOINT"],
    shared: "use_dualstack_endpoint",
    default: false,
  },
  skipSigning: { kind: onOff, inAwsConfig: false, default: false, cli: "--no-sign-request" },
  readTimeout: { kind: seconds, inAwsConfig: false, default: 60, cli: "--cli-read-timeout" },
  connectTimeout: { kind: seconds, inAwsConfig: false, default: 60, cli: "--cli-connect-timeout" },
  totalTimeout: { kind: wholeNumber(1, 3600), inAwsConfig: false, default: 300 },
  createsPerSecond: {
    kind: wholeNumber(1, callQuotas.CreateParticipantToken),
    inAwsConfig: false,
    default: callQuotas.CreateParticipantToken,
  },
  debug: { kind: onOff, inAwsConfig: false, default: false, cli: "--debug" },
} as const satisfies Table;

/** Whether the input `aws` holds a secret. */
export function holdsSecret(aws: unknown): boolean {
  return (
    isMap(aws) &&
    Object.entries<Setting>(settingsTable).some(([name, { secret }]) => {
      const value = ownValue(aws, name);
      return secret !== undefined && value != null && secret.isIn(value);
    })
  );
}
