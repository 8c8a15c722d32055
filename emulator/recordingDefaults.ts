import type { AutoParticipantRecordingConfiguration } from "./stage.js";

/** What the service's own examples show for a stage that records nothing. */
export const recordingDefaults: AutoParticipantRecordingConfiguration = {
  storageConfigurationArn: "",
  mediaTypes: ["AUDIO_VIDEO"],
  thumbnailConfiguration: {
    targetIntervalSeconds: 60,
    storage: ["SEQUENTIAL"],
    recordingMode: "DISABLED",
  },
  recordingReconnectWindowSeconds: 0,
  hlsConfiguration: { targetSegmentDurationSeconds: 6 },
  recordParticipantReplicas: true,
};
