import type { Operation } from "../operation.js";
import { participantTokenConfiguration } from "../shapes/participantTokenConfiguration.js";
import { stageArn } from "../shapes/stageArn.js";

const input = {
  type: "structure",
  required: ["stageArn"],
  members: { stageArn, ...participantTokenConfiguration.members },
} as const;

export const createParticipantToken: Operation<typeof input> = {
  input,
  errors: [
    "ResourceNotFoundException",
    "ValidationException",
    "AccessDeniedException",
    "ServiceQuotaExceededException",
    "PendingVerification",
  ],
  perSecond: 50,
  async handle({ stageArn, ...configuration }, { stages, mint, region }) {
    return { participantToken: await mint(stages.get(stageArn, region), configuration) };
  },
};
