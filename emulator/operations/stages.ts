import {
  autoParticipantRecordingConfiguration,
  paging,
  participantTokenConfiguration,
  resourceName,
  stageArn,
  tags,
} from "../model/shapes.js";
import { paginate } from "../state/paging.js";
import {
  type AutoParticipantRecordingConfiguration,
  recordingDefaults,
  type Stage,
} from "../state/stages.js";
import type { ParticipantToken } from "../state/tokens.js";
import type { Operation } from "./operation.js";

const createStageInput = {
  type: "structure",
  members: {
    name: resourceName,
    participantTokenConfigurations: { type: "list", min: 0, max: 12, member: participantTokenConfiguration },
    tags,
    autoParticipantRecordingConfiguration,
  },
} as const;

export const createStage: Operation<typeof createStageInput> = {
  input: createStageInput,
  errors: [
    "ValidationException",
    "AccessDeniedException",
    "ServiceQuotaExceededException",
    "PendingVerification",
  ],
  perSecond: 5,
  async handle({ participantTokenConfigurations = [], ...settings }, { stages, mint, region }) {
    const stage = stages.create(region, settings);
    const tokens = await Promise.all(participantTokenConfigurations.map((one) => mint(stage, one)));
    return { stage, participantTokens: tokens.map(withoutExpirationTime) };
  },
};

// The service leaves it out here, and only here: github.com/aws/aws-sdk-java-v2/issues/6429.
function withoutExpirationTime({ expirationTime: _, ...token }: ParticipantToken) {
  return token;
}

const getStageInput = { type: "structure", required: ["arn"], members: { arn: stageArn } } as const;

export const getStage: Operation<typeof getStageInput> = {
  input: getStageInput,
  errors: ["ResourceNotFoundException", "ValidationException", "AccessDeniedException"],
  perSecond: 5,
  handle({ arn }, { stages, participants, region }) {
    const stage = stages.get(arn, region);
    return { stage: { ...stage, ...participants.active(stage) } };
  },
};

const listStagesInput = { type: "structure", members: paging } as const;

export const listStages: Operation<typeof listStagesInput> = {
  input: listStagesInput,
  errors: ["ValidationException", "AccessDeniedException", "ConflictException"],
  perSecond: 5,
  handle(asked, { stages, participants, region }) {
    const { items, next } = paginate(stages.list(region), asked);
    return {
      stages: items.map(({ stage }) => ({ ...summary(stage), ...participants.active(stage) })),
      ...next,
    };
  },
};

function summary({ arn, name, tags }: Stage) {
  return { arn, name, tags };
}

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

const deleteStageInput = { type: "structure", required: ["arn"], members: { arn: stageArn } } as const;

export const deleteStage: Operation<typeof deleteStageInput> = {
  input: deleteStageInput,
  errors: [
    "ResourceNotFoundException",
    "ValidationException",
    "AccessDeniedException",
    "ConflictException",
    "PendingVerification",
  ],
  perSecond: 5,
  handle({ arn }, { stages, participants, region }) {
    const stage = stages.get(arn, region);
    stages.delete(stage);
    participants.disconnectAll(stage);
    return {};
  },
};
