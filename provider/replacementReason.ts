import { rotationReason } from "./rotationReason.js";
import type { Rotation } from "./token/rotation.js";

/**
 * Why a token is to be replaced by the next `pulumi up`, going by its state and what {@link decideRotation} says of
 * it; `undefined` where it is to be left alone.
 */
export function replacementReason(
  state: Record<string, unknown>,
  rotation: Rotation | undefined,
  now: Date,
): string | undefined {
  return lossReason(state) ?? timeReason(rotation, now);
}

/** A state that was edited or restored by hand: nothing but a new token can fill what is missing. */
function lossReason(state: Record<string, unknown>): string | undefined {
  const missing = ["token", "participantId"].filter(
    (name) => typeof state[name] !== "string" || state[name] === "",
  );
  return missing.length === 0 ? undefined : `its state holds no ${missing.join(" and no ")}`;
}

function timeReason(rotation: Rotation | undefined, now: Date): string | undefined {
  if (!rotation)
    return "its state holds no expirationTime that can be read, so nothing tells how long it is valid";
  return rotation.state === "due" || rotation.state === "expired" ? rotationReason(rotation, now) : undefined;
}
