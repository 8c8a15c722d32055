import { decideRotation } from "./token/rotation.js";
import { formatIsoTime } from "./values/time.js";

/** A token's outputs with their `rotationTime`, which is left out while autoRotate is false. */
export function withRotationTime(outs: Record<string, unknown>): Record<string, unknown> {
  const { rotationTime: _, ...others } = outs;
  // Neither time depends on now.
  const rotation = decideRotation(others, new Date(0));
  if (!rotation || rotation.state === "manual") return others;
  return { ...others, rotationTime: formatIsoTime(rotation.rotationTime) };
}
