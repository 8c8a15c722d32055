import {
  autoParticipantRecordingConfiguration,
  participantTokenConfiguration,
  resourceName,
  tags,
} from "../model/shapes.js";
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
