import type { ParticipantTokenInputs } from "./token/inputs.js";
import type { Capability } from "./values/service.js";

/** The inputs that are part of the minted token: a change of one needs another token. */
export const identityInputs = ["stageArn", "userId", "attributes", "capabilities", "duration"] as const;

/** The inputs that only this package reads: a change of one is an update in place, without an API call. */
export const knobs = ["rotateBefore", "autoRotate", "disconnectOnDelete", "aws"] as const;

/** Every input there is. */
export const inputNames: readonly string[] = [...identityInputs, ...knobs];

/** What minting adds to the inputs. */
export const mintedOutputs = ["token", "participantId", "issuedTime", "expirationTime", "requestId"] as const;

/** All outputs that are no inputs: what was minted, and when it is due. */
export const outputNames: readonly string[] = [...mintedOutputs, "rotationTime"];

/**
 * The resource's name, handed along as an input of its own because the engine tells the verbs neither name nor
 * URN. The two underscores keep it out of what the engine displays; diff ignores it. (`__name` is taken: Pulumi's own
 * resource class has it.)
 */
export const nameInput = "__resourceName";

/** Inputs after check: capabilities as a sorted set, durations in one form each, the API's defaults filled in. */
export type CheckedInputs = Omit<ParticipantTokenInputs, "capabilities" | "duration"> & {
  capabilities: Capability[];
  /** Minutes. */
  duration: number;
  autoRotate: boolean;
  disconnectOnDelete: boolean;
  [nameInput]?: string;
};
