import * as pulumi from "@pulumi/pulumi";
import type { ParticipantToken } from "./program/participantToken.js";

/**
 * When the first of these tokens is due: the earliest `rotationTime`, ISO 8601, UTC; for a stack output that says
 * until when `pulumi up` has to run again. Tokens with `autoRotate: false` don't count; `undefined` where no other is
 * left. Unknown in a preview that creates or replaces one of them, and in every preview where one has
 * `autoRotate: false`: so are all outputs without a value.
 *
 * @example
 * ```ts
 * export const rotateBy = nextRotation([host, guest]);
 * ```
 */
export function nextRotation(tokens: readonly ParticipantToken[]): pulumi.Output<string | undefined> {
  return pulumi
    .all(tokens.map(({ rotationTime }) => rotationTime))
    .apply((times) => times.filter((time) => time !== undefined).sort()[0]);
}
