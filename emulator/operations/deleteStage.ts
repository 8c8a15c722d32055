import { stageArn } from "../model/shapes.js";
import type { Operation } from "./operation.js";

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
