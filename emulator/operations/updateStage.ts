import type { Operation } from "../operation.js";
import { recordingDefaults } from "../recordingDefaults.js";
import { autoParticipantRecordingConfiguration } from "../shapes/autoParticipantRecordingConfiguration.js";
import { stageArn } from "../shapes/stageArn.js";
import { stageName } from "../shapes/stageName.js";
import type { AutoParticipantRecordingConfiguration } from "../stage.js";

const input = {
  type: "structure",
  required: ["arn"],
  members: { arn: stageArn, name: stageName, autoParticipantRecordingConfiguration },
} as const;

export const updateStage: Operation<typeof input> = {
  input,
  errors: [
    "ResourceNotFoundException",
    "ValidationException",
    "AccessDeniedException",
    "ServiceQuotaExceededException",
    "ConflictException",
    "PendingVerification",
  ],
  handle({ arn, name, autoParticipantRecordingConfiguration: asked }, { stages, region }) {
    const stage = stages.get(arn, region);
    return {
      stage: stages.update({
        ...stage,
        name: name ?? stage.name,
        autoParticipantRecordingConfiguration: recording(stage.autoParticipantRecordingConfiguration, asked),
      }),
    };
  },
};

/** An empty storage configuration switches recording off and brings every other field back to its default. */
function recording(
  current: AutoParticipantRecordingConfiguration,
  asked: AutoParticipantRecordingConfiguration | undefined,
): AutoParticipantRecordingConfiguration {
  if (asked === undefined) return current;
  return asked.storageConfigurationArn === "" ? recordingDefaults : { ...current, ...asked };
}
