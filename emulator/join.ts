import type { Participants } from "./state/participants.js";
import type { Stages } from "./state/stages.js";
import type { TokenKey } from "./state/tokens.js";

interface JoinParts {
  readonly key: TokenKey;
  readonly stages: Stages;
  readonly participants: Participants;
  readonly clock: () => Date;
}

/** Puts the participant of a good token on the token's stage. */
export async function join(token: string, { key, stages, participants, clock }: JoinParts): Promise<void> {
  const now = clock();
  const { resource, jti, user_id = "", attributes = {} } = await key.verify(token, now);
  const stage = stages.find(resource);
  if (stage === undefined) throw new Error(`The token's stage ${resource} no longer exists`);
  participants.join(stage, { participantId: jti, userId: user_id, attributes }, now);
}
