import { participantTokenConfiguration, stageArn } from "../model/shapes.js";
import type { Operation } from "./operation.js";

const createParticipantTokenInput = {
  type: "structure",
  required: ["stageArn"],
  members: { stageArn, ...participantTokenConfiguration.members },
} as const;

export const createParticipantToken: Operation<typeof createParticipantTokenInput> = {
  input: createParticipantTokenInput,
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
