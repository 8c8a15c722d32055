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
