import { ServiceError } from "../model/errors.js";
import type { ValueOf } from "../model/rule.js";
import {
  paging,
  participantId,
  participantTokenConfiguration,
  stageArn,
  stageSessionId,
} from "../model/shapes.js";
import { paginate } from "../state/paging.js";
import type { Participant } from "../state/participants.js";
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

const disconnectParticipantInput = {
  type: "structure",
  required: ["stageArn", "participantId"],
  members: {
    stageArn,
    participantId,
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

const getParticipantInput = {
  type: "structure",
  required: ["stageArn", "sessionId", "participantId"],
  members: { stageArn, sessionId: stageSessionId, participantId },
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

const filters = {
  filterByUserId: { type: "string", min: 0, max: 128 },
  filterByPublished: { type: "boolean" },
  filterByState: { type: "string", enum: ["CONNECTED", "DISCONNECTED"] },
  filterByRecordingState: {
    type: "string",
    enum: ["STARTING", "ACTIVE", "STOPPING", "STOPPED", "FAILED"],
  },
} as const;

const listParticipantsInput = {
  type: "structure",
  required: ["stageArn", "sessionId"],
  members: { stageArn, sessionId: stageSessionId, ...paging, ...filters },
} as const;

export const listParticipants: Operation<typeof listParticipantsInput> = {
  input: listParticipantsInput,
  errors: ["ValidationException", "AccessDeniedException"],
  perSecond: 5,
  handle({ stageArn, sessionId, nextToken, maxResults, ...asked }, { stages, participants, region }) {
    assertOneFilter(asked);
    const stage = stages.findIn(stageArn, region);
    // The model has no error for a stage or a session that there isn't, so nobody is in it.
    const session = stage && participants.session(stage, sessionId);
    const placed = (session?.participants ?? []).map((one, index) => ({ ...one, place: index + 1 }));
    const { items, next } = paginate(
      placed.filter((one) => passes(one, asked)),
      { ...(nextToken !== undefined && { nextToken }), ...(maxResults !== undefined && { maxResults }) },
    );
    return { participants: items.map(summary), ...next };
  },
};

type Filters = ValueOf<{ type: "structure"; members: typeof filters }>;

/** The reference says so of each of them; the model has no words for it. */
function assertOneFilter(asked: Filters): void {
  const names = Object.keys(asked);
  if (names.length > 1) {
    throw new ServiceError("ValidationException", `Only one of ${names.join(", ")} can be provided`);
  }
}

function passes({ userId, published, state }: Participant, asked: Filters): boolean {
  if (asked.filterByUserId !== undefined) return userId === asked.filterByUserId;
  if (asked.filterByPublished !== undefined) return published === asked.filterByPublished;
  if (asked.filterByState !== undefined) return state === asked.filterByState;
  // Nobody is ever recorded here.
  return asked.filterByRecordingState === undefined;
}

function summary({ participantId, userId, state, firstJoinTime, published }: Participant) {
  return { participantId, userId, state, firstJoinTime, published };
}
