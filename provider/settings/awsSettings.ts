/** A role to assume by STS AssumeRole. */
export interface AssumeRole {
  /** ARN of the role: `arn:aws:iam::ACCOUNT:role/NAME`. Required, though the types of @pulumi/aws don't say so. */
  roleArn?: string | undefined;
  /** Name of the session, 2 to 64 of `[A-Za-z0-9_=,.@-]`, as CloudTrail shows it. Default: `pulumi-ivs-realtime`. */
  sessionName?: string | undefined;
  /** What the role's trust policy asks for, 2 to 1224 characters. Made a secret. */
  externalId?: string | undefined;
  /** How long the session lasts: `"15m"` to `"12h"`. Default: the service's, 1 hour. */
  duration?: string | undefined;
  /** An IAM policy, JSON, that narrows the session. */
  policy?: string | undefined;
  /** ARNs of IAM policies that narrow the session. */
  policyArns?: string[] | undefined;
  /** Tags of the session. */
  tags?: Record<string, string> | undefined;
  /** Keys of the tags that the next role of the chain inherits. */
  transitiveTagKeys?: string[] | undefined;
  /** Who is behind the session, 2 to 64 characters; it stays with the chain. */
  sourceIdentity?: string | undefined;
}

/** A role to assume by STS AssumeRoleWithWebIdentity: an OIDC token instead of AWS credentials. */
export interface AssumeRoleWithWebIdentity {
  /** ARN of the role: `arn:aws:iam::ACCOUNT:role/NAME`. Required, though the types of @pulumi/aws don't say so. */
  roleArn?: string | undefined;
  /** Name of the session. Default: `pulumi-ivs-realtime`. */
  sessionName?: string | undefined;
  /** The OIDC token. This or `webIdentityTokenFile`. Made a secret. */
  webIdentityToken?: string | undefined;
  /** Path of a file that holds the OIDC token; it is read again at each use. */
  webIdentityTokenFile?: string | undefined;
  /** How long the session lasts: `"15m"` to `"12h"`. Default: the service's, 1 hour. */
  duration?: string | undefined;
  /** An IAM policy, JSON, that narrows the session. */
  policy?: string | undefined;
  /** ARNs of IAM policies that narrow the session. */
  policyArns?: string[] | undefined;
}

/** Where single services are called. Entries of other services that @pulumi/aws knows have no effect here. */
export interface Endpoints {
  /** URL of IVS Real-Time, as `endpoint`. (`ivs` is another service, and is not read.) */
  ivsrealtime?: string | undefined;
  /** URL of STS, for roles. */
  sts?: string | undefined;
}

/**
 * Where calls go and as whom. The names are those of the @pulumi/aws provider, so that one object can be given to
 * both, and of the AWS CLI. Each may also be set in stack config, as `ivs-realtime:NAME`, and those that @pulumi/aws
 * knows as `aws:NAME`. Highest precedence first: this input, `ivs-realtime:`, `aws:`, environment, shared config files.
 */
export interface AwsSettings extends WithoutEffect {
  /**
   * Region that calls are signed for. Default: the stage ARN's. Another one is an error, unless an endpoint is set.
   * `aws:region` in stack config plays no part.
   */
  region?: string | undefined;
  /** Profile of the shared config files. Environment: `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`. */
  profile?: string | undefined;
  /** Access key ID, with `secretKey`. Made a secret. Environment: `AWS_ACCESS_KEY_ID`. */
  accessKey?: string | undefined;
  /** Secret access key. Made a secret. Environment: `AWS_SECRET_ACCESS_KEY`. */
  secretKey?: string | undefined;
  /** Session token of temporary keys. Made a secret. Environment: `AWS_SESSION_TOKEN`. */
  token?: string | undefined;
  /** Paths of shared config files; where several set the same, the later one wins. Default: `~/.aws/config`. Environment: `AWS_CONFIG_FILE`. */
  sharedConfigFiles?: string[] | undefined;
  /** Paths of shared credentials files; the later one wins. Default: `~/.aws/credentials`. Environment: `AWS_SHARED_CREDENTIALS_FILE`. */
  sharedCredentialsFiles?: string[] | undefined;
  /** Roles to assume one after the other, the first one with the credentials found. */
  assumeRoles?: AssumeRole[] | undefined;
  /** A role to assume with an OIDC token. Environment: `AWS_ROLE_ARN` with `AWS_WEB_IDENTITY_TOKEN_FILE`. */
  assumeRoleWithWebIdentity?: AssumeRoleWithWebIdentity | undefined;
  /** Accounts whose stages may be used, 12 digits each; checked against the stage's ARN before any call. */
  allowedAccountIds?: string[] | undefined;
  /** Accounts whose stages may not be used; not together with `allowedAccountIds`. */
  forbiddenAccountIds?: string[] | undefined;
  /** URLs of services: entries `ivsrealtime` and `sts`. */
  endpoints?: Endpoints[] | undefined;
  /** URL of IVS Real-Time, such as an emulator's or a VPC endpoint's. The AWS CLI's `--endpoint-url`. */
  endpoint?: string | undefined;
  /** Accepts any TLS certificate, and plain http to any host; each run says so. Not together with `customCaBundle`. Default: false. `--no-verify-ssl`. */
  insecure?: boolean | undefined;
  /** Path of a PEM file with the only CAs to trust. Environment: `AWS_CA_BUNDLE`. `--ca-bundle`. */
  customCaBundle?: string | undefined;
  /** URL of the proxy for http endpoints. Environment: `HTTP_PROXY`. A password in it is made a secret. */
  httpProxy?: string | undefined;
  /** URL of the proxy for https endpoints. Environment: `HTTPS_PROXY`. A password in it is made a secret. */
  httpsProxy?: string | undefined;
  /** Hosts to reach without a proxy, separated by commas: names (with what is below them), addresses, CIDR blocks, `*`. Loopback always is. Environment: `NO_PROXY`. */
  noProxy?: string | undefined;
  /** How often a call is tried again, 0 to 100. Default: for 2 minutes. Environment: `AWS_MAX_ATTEMPTS`, which counts the first try too. */
  maxRetries?: number | undefined;
  /** How: `standard` or `adaptive`. Default: `standard`. Environment: `AWS_RETRY_MODE`. */
  retryMode?: string | undefined;
  /** Calls the region's FIPS endpoint. Default: false. Environment: `AWS_USE_FIPS_ENDPOINT`. Not with an endpoint. */
  useFipsEndpoint?: boolean | undefined;
  /** Calls the region's dual-stack endpoint. Default: false. Environment: `AWS_USE_DUALSTACK_ENDPOINT`. Not with an endpoint. */
  useDualstackEndpoint?: boolean | undefined;
  /** Doesn't sign, and looks for no credentials; not together with any. Default: false. `--no-sign-request`. */
  skipSigning?: boolean | undefined;
  /** Seconds that a connection may be silent, 0 for no limit. Default: 60. `--cli-read-timeout`. */
  readTimeout?: number | undefined;
  /** Seconds that connecting may take, 0 for no limit. Default: 60. `--cli-connect-timeout`. */
  connectTimeout?: number | undefined;
  /** Seconds that a call may take in all, its retries included, 1 to 3600. Default: 300. */
  totalTimeout?: number | undefined;
  /** Tokens minted a second at most, per account and region, 1 to 50. Default: 50, the service's quota. */
  createsPerSecond?: number | undefined;
  /** Prints requests, attempts, timings and request IDs, without secrets. Default: false. `--debug`. */
  debug?: boolean | undefined;
}

/** Settings of the @pulumi/aws provider (7.48) without effect here: accepted, so that one object can be given to both. */
export interface WithoutEffect {
  /** Without effect here. */
  defaultTags?: unknown;
  /** Without effect here. */
  ec2MetadataServiceEndpoint?: unknown;
  /** Without effect here. */
  ec2MetadataServiceEndpointMode?: unknown;
  /** Without effect here. */
  ignoreTags?: unknown;
  /** Without effect here. */
  s3UsEast1RegionalEndpoint?: unknown;
  /** Without effect here. */
  s3UsePathStyle?: unknown;
  /** Without effect here. */
  skipCredentialsValidation?: unknown;
  /** Without effect here. */
  skipMetadataApiCheck?: unknown;
  /** Without effect here. */
  skipRegionValidation?: unknown;
  /** Without effect here. */
  skipRequestingAccountId?: unknown;
  /** Without effect here. */
  stsRegion?: unknown;
  /** Without effect here. */
  tagPolicyCompliance?: unknown;
  /** Without effect here. */
  tokenBucketRateLimiterCapacity?: unknown;
  /** Without effect here. */
  userAgents?: unknown;
}

// Not the one source of the type: its members would lose their documentation.
const names: Record<keyof WithoutEffect, true> = {
  defaultTags: true,
  ec2MetadataServiceEndpoint: true,
  ec2MetadataServiceEndpointMode: true,
  ignoreTags: true,
  s3UsEast1RegionalEndpoint: true,
  s3UsePathStyle: true,
  skipCredentialsValidation: true,
  skipMetadataApiCheck: true,
  skipRegionValidation: true,
  skipRequestingAccountId: true,
  stsRegion: true,
  tagPolicyCompliance: true,
  tokenBucketRateLimiterCapacity: true,
  userAgents: true,
};

/** Their names. */
export const withoutEffect: readonly string[] = Object.keys(names);
