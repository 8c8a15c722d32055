import type { Operation } from "../operation.js";
import { stageArn } from "../shapes/stageArn.js";

const input = { type: "structure", required: ["arn"], members: { arn: stageArn } } as const;

export const deleteStage: Operation<typeof input> = {
  input,
  errors: [
    "ResourceNotFoundException",
    "ValidationException",
    "AccessDeniedException",
    "ConflictException",
    "PendingVerification",
  ],
  handle({ arn }, { stages, region }) {
    stages.delete(stages.get(arn, region));
    return {};
  },
};
