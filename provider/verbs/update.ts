import { mintedOutputs, outputNames } from "../token/inputs.js";
import { withRotationTime } from "../token/rotation.js";

/**
 * Takes over changed knobs, without a call. Returns every output, since the engine wipes what is left out, and
 * takes what was minted from the old state, and all the rest from the new inputs.
 */
export function update(
  olds: Record<string, unknown>,
  news: Record<string, unknown>,
): Record<string, unknown> {
  const kept = mintedOutputs.filter((name) => olds[name] !== undefined).map((name) => [name, olds[name]]);
  const inputs = Object.entries(news).filter(([name]) => !outputNames.includes(name));
  return withRotationTime(Object.fromEntries([...inputs, ...kept]));
}
