import { ServiceError } from "../model/errors.js";
import { stageArn, stageSessionId } from "../model/shapes.js";
import type { Operation } from "./operation.js";

const getParticipantInput = {
  type: "structure",
  required: ["stageArn", "sessionId", "participantId"],
  members: {
    stageArn,
    sessionId: stageSessionId,
    participantId: { type: "string", min: 0, max: 64, pattern: "[a-zA-Z0-9-]*" },
  },
} as const;

export const getParticipant: Operation<typeof getParticipantInput> = {
  input: getParticipantInput,
  errors: ["ResourceNotFoundException", "ValidationException", "AccessDeniedException"],
  perSecond: 5,
  handle({ stageArn, sessionId, participantId }, { stages, participants, region }) {
    const session = participants.session(stages.get(stageArn, region), sessionId);
    if (session === undefined) {
      throw new ServiceError("ResourceNotFoundException", `Session: ${sessionId} not found`);
    }
    const participant = session.find(participantId);
    if (participant === undefined) {
      throw new ServiceError("ResourceNotFoundException", `Participant: ${participantId} not found`);
    }
    return { participant };
  },
};
