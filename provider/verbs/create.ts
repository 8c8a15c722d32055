import type { MintedToken } from "../client/ivsClient.js";
import { explain } from "../failures/explain.js";
import { mintedTimes } from "../mintedTimes.js";
import { mintingNotes } from "../mintingNotes.js";
import type { CheckedInputs } from "../token/inputs.js";
import { decideRotation, withRotationTime } from "../token/rotation.js";
import { targetOf, tokenName } from "../token/state.js";
import { formatIsoTime } from "../values/time.js";
import type { Surroundings } from "./host.js";

/** The new resource: its ID (the participantId) and all its outputs. */
export interface CreateResult {
  id: string;
  outs: Record<string, unknown>;
}

/**
 * Mints a token. Its outputs repeat the checked inputs, never the service's echo of them: the next diff compares
 * those outputs with the inputs, so an echo that differs would rotate the token on every run.
 */
export async function create(inputs: CheckedInputs, surroundings: Surroundings): Promise<CreateResult> {
  const minted = await mint(inputs, surroundings);
  const outs = withRotationTime({ ...inputs, ...mintedOutputs(minted, inputs, surroundings) });
  const now = surroundings.clock();
  for (const note of mintingNotes(inputs, minted, decideRotation(outs, now), now)) {
    surroundings.say(`${tokenName(inputs, minted.participantId)}: ${note}`);
  }
  return { id: minted.participantId, outs };
}

async function mint(inputs: CheckedInputs, { connect }: Surroundings): Promise<MintedToken> {
  const { stageArn, userId, attributes, capabilities, duration } = inputs;
  try {
    const client = await connect(targetOf(inputs));
    return await client.createParticipantToken({ stageArn, userId, attributes, capabilities, duration });
  } catch (error) {
    throw new Error(`${tokenName(inputs)} was not created: ${explain(error, stageArn)}`);
  }
}

function mintedOutputs(minted: MintedToken, { duration }: CheckedInputs, { clock }: Surroundings) {
  const { date, expirationTime } = minted;
  const { issued, expires } = mintedTimes({ date, expirationTime, duration, now: clock() });
  return {
    token: minted.token,
    participantId: minted.participantId,
    issuedTime: formatIsoTime(issued),
    expirationTime: formatIsoTime(expires),
    ...(minted.requestId !== undefined && { requestId: minted.requestId }),
  };
}
