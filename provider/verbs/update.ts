import type { CheckedInputs } from "../token/inputs.js";
import { withRotationTime } from "../token/rotation.js";
import type { StoredState } from "../token/state.js";

/**
 * Takes over changes in place, without a call. Returns every output, since the engine wipes what is left out: what was
 * minted from the old state, all the rest from the new inputs.
 */
export function update(olds: StoredState, news: Partial<CheckedInputs>): StoredState {
  const { token, participantId, issuedTime, expirationTime, requestId, clockSkew } = olds;
  return withRotationTime({
    ...news,
    token,
    participantId,
    issuedTime,
    expirationTime,
    requestId,
    clockSkew,
  });
}
