export const stageArn = {
  type: "string",
  min: 1,
  max: 128,
  pattern: "arn:aws:ivs:[a-z0-9-]+:[0-9]+:stage/[a-zA-Z0-9-]+",
} as const;

export const publicKeyArn = {
  type: "string",
  min: 1,
  max: 128,
  pattern: "arn:aws:ivs:[a-z0-9-]+:[0-9]+:public-key/[a-zA-Z0-9-]+",
} as const;

/** The name of a stage or of a public key. */
export const resourceName = { type: "string", min: 0, max: 128, pattern: "[a-zA-Z0-9-_]*" } as const;

export const participantId = { type: "string", min: 0, max: 64, pattern: "[a-zA-Z0-9-_]*" } as const;

export const stageSessionId = { type: "string", min: 16, max: 16, pattern: "st-[a-zA-Z0-9]+" } as const;

export const tags = {
  type: "map",
  min: 0,
  max: 50,
  key: { type: "string", min: 1, max: 128 },
  value: { type: "string", min: 0, max: 256 },
} as const;

/** Members of every operation that answers in pages. */
export const paging = {
  nextToken: { type: "string", min: 0, max: 1024, pattern: "[a-zA-Z0-9+/=_-]*" },
  maxResults: { type: "integer", min: 1, max: 100 },
} as const;

export const participantTokenConfiguration = {
  type: "structure",
  members: {
    duration: { type: "integer", min: 1, max: 20160 },
    userId: { type: "string", min: 0, max: 128 },
    attributes: { type: "map", key: { type: "string" }, value: { type: "string" }, maxBytes: 1024 },
    capabilities: {
      type: "list",
      min: 0,
      max: 2,
      member: { type: "string", enum: ["PUBLISH", "SUBSCRIBE"] },
    },
  },
} as const;

export const autoParticipantRecordingConfiguration = {
  type: "structure",
  required: ["storageConfigurationArn"],
  members: {
    storageConfigurationArn: {
      type: "string",
      min: 0,
      max: 128,
      pattern: "^$|^arn:aws:ivs:[a-z0-9-]+:[0-9]+:storage-configuration/[a-zA-Z0-9-]+$",
    },
    mediaTypes: {
      type: "list",
      min: 0,
      max: 1,
      member: { type: "string", enum: ["AUDIO_VIDEO", "AUDIO_ONLY", "NONE"] },
    },
    thumbnailConfiguration: {
      type: "structure",
      members: {
        targetIntervalSeconds: { type: "integer", min: 1, max: 86400 },
        storage: {
          type: "list",
          min: 0,
          max: 2,
          member: { type: "string", enum: ["SEQUENTIAL", "LATEST"] },
        },
        recordingMode: { type: "string", enum: ["INTERVAL", "DISABLED"] },
      },
    },
    recordingReconnectWindowSeconds: { type: "integer", min: 0, max: 300 },
    hlsConfiguration: {
      type: "structure",
      members: { targetSegmentDurationSeconds: { type: "integer", min: 2, max: 10 } },
    },
    recordParticipantReplicas: { type: "boolean" },
  },
} as const;
