/**
 * What the @pulumi/aws provider (7.48) takes besides, and what has nothing to act on here: accepted, so that one object
 * can be given to both.
 */
export const withoutEffect = [
  "defaultTags",
  "ec2MetadataServiceEndpoint",
  "ec2MetadataServiceEndpointMode",
  "ignoreTags",
  "s3UsEast1RegionalEndpoint",
  "s3UsePathStyle",
  "skipCredentialsValidation",
  "skipMetadataApiCheck",
  "skipRegionValidation",
  "skipRequestingAccountId",
  "stsRegion",
  "tagPolicyCompliance",
  "tokenBucketRateLimiterCapacity",
  "userAgents",
] as const;

/** Arguments of the @pulumi/aws provider without effect here. */
export type WithoutEffect = { [Name in (typeof withoutEffect)[number]]?: unknown };
