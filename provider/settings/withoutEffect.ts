/**
 * What the @pulumi/aws provider (7.48) takes besides, and what has nothing to act on here: accepted, so that one object
 * can be given to both.
 */
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
