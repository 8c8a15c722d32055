import { ServiceError } from "../model/errors.js";
import { stageArn } from "../model/shapes.js";
import type { Operation } from "./operation.js";

const disconnectParticipantInput = {
  type: "structure",
  required: ["stageArn", "participantId"],
  members: {
    stageArn,
    participantId: { type: "string", min: 0, max: 64, pattern: "[a-zA-Z0-9-_]*" },
    reason: { type: "string", min: 0, max: 128 },
  },
} as const;

export const disconnectParticipant: Operation<typeof disconnectParticipantInput> = {
  input: disconnectParticipantInput,
  errors: [
    "ResourceNotFoundException",
    "ValidationException",
    "AccessDeniedException",
    "PendingVerification",
  ],
  perSecond: 5,
  handle({ stageArn, participantId }, { stages, participants, region }) {
    const stage = stages.get(stageArn, region);
    if (participants.disconnect(stage, participantId)) return {};
    throw new ServiceError("ResourceNotFoundException", `Participant: ${participantId} not found`);
  },
};
