import { isDeepStrictEqual } from "node:util";
import type { MintedToken } from "./client/ivsClient.js";
import type { CheckedInputs } from "./token/inputs.js";
import { canonicalSet } from "./token/inputs.js";
import type { Rotation } from "./token/rotation.js";
import { windowReason } from "./token/rotation.js";
import { formatIsoTime, span } from "./values/time.js";

const echoed = ["userId", "attributes", "capabilities", "duration"] as const;
/** What the service may answer for what wasn't sent. */
const nothing: Partial<Record<(typeof echoed)[number], unknown>> = { userId: "", attributes: {} };

/** What the user should know of a token that was just minted: one sentence each, usually none. */
export function mintingNotes(
  inputs: CheckedInputs,
  minted: MintedToken,
  rotation: Rotation | undefined,
  now: Date,
): string[] {
  return [
    echoNote(inputs, minted),
    ...(rotation ? [clampNote(rotation), skewNote(rotation, now)] : []),
  ].filter((note) => note !== undefined);
}

function echoNote(inputs: CheckedInputs, minted: MintedToken): string | undefined {
  const differing = echoed.filter(
    (name) =>
      minted.echo[name] !== undefined &&
      !isDeepStrictEqual(canonicalSet(minted.echo[name]), canonicalSet(inputs[name] ?? nothing[name])),
  );
  if (differing.length === 0) return undefined;
  return `the service answered with another ${differing.join(" and ")} than was asked for; the state keeps what was asked for.`;
}

function clampNote(rotation: Rotation): string | undefined {
  if (rotation.windowOrigin !== "clamped") return undefined;
  return `the service gave it ${span(rotation.lifetimeSeconds)}; it is due ${windowReason(rotation)}.`;
}

function skewNote(rotation: Rotation, now: Date): string | undefined {
  if (rotation.state !== "due" && rotation.state !== "expired") return undefined;
  return (
    `fresh as it is, it is already ${rotation.state} by this machine's clock (now ${formatIsoTime(now)}, ` +
    `expires ${formatIsoTime(rotation.expirationTime)}), so the next pulumi up rotates it again: set the clock right.`
  );
}
