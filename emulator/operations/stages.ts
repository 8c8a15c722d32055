import { autoParticipantRecordingConfiguration, resourceName, stageArn } from "../model/shapes.js";
import { type AutoParticipantRecordingConfiguration, recordingDefaults } from "../state/stages.js";
import type { Operation } from "./operation.js";

const updateStageInput = {
  type: "structure",
  required: ["arn"],
  members: { arn: stageArn, name: resourceName, autoParticipantRecordingConfiguration },
} as const;

export const updateStage: Operation<typeof updateStageInput> = {
  input: updateStageInput,
  errors: [
    "ResourceNotFoundException",
    "ValidationException",
    "AccessDeniedException",
    "ServiceQuotaExceededException",
    "ConflictException",
    "PendingVerification",
  ],
  perSecond: 5,
  handle({ arn, name, autoParticipantRecordingConfiguration: asked }, { stages, participants, region }) {
    const stage = stages.get(arn, region);
    const updated = stages.update({
      ...stage,
      name: name ?? stage.name,
      autoParticipantRecordingConfiguration: recording(stage.autoParticipantRecordingConfiguration, asked),
    });
    return { stage: { ...updated, ...participants.active(updated) } };
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
