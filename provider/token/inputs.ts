import type { Input } from "@pulumi/pulumi";
import type { AwsSettings } from "../settings/awsSettings.js";
import { hasUnknown } from "../values/pulumiValues.js";
import { type Capability, limits } from "../values/service.js";
import { parseDuration } from "../values/time.js";

/**
 * A span of time: a number of whole minutes, as the API takes it, or a string of digits and one unit,
 * `"50s"`, `"90m"`, `"12h"` or `"7d"`. A string of bare digits is refused, since it doesn't say its unit.
 */
export type Duration = number | string;

/** What a token is declared with, in plain values. {@link ParticipantTokenArgs} takes the same as Pulumi inputs. */
export interface ParticipantTokenInputs {
  /**
   * ARN of the stage that the token lets its holder join, 1 to 128 characters,
   * `arn:aws:ivs:REGION:ACCOUNT:stage/ID`. Calls go to the region it names. A change replaces the token.
   */
  stageArn: string;
  /**
   * Name that helps to identify the token's holder: any text of 0 to 128 characters (code points).
   * Every participant of the stage can see it: nothing personal or confidential. A change replaces the token.
   */
  userId?: string | undefined;
  /**
   * Encoded into the token and attached to the participant: a map of strings, at most 1024 bytes of UTF-8
   * in total, keys and values. Every participant of the stage can see it: nothing personal or confidential.
   * A change replaces the token.
   */
  attributes?: Record<string, string> | undefined;
  /**
   * What the holder may do: `PUBLISH`, `SUBSCRIBE` or both, as a set. Default: both. An empty list is refused.
   * A change replaces the token.
   */
  capabilities?: Capability[] | undefined;
  /**
   * How long the token is valid, 1 minute to 14 days in whole minutes. Default: 720 minutes (12 hours).
   * A change replaces the token.
   */
  duration?: Duration | undefined;
  /**
   * How long before its expiration the token is due for rotation: from then on the next `pulumi up` replaces it.
   * 0 or more and shorter than `duration`; 0 rotates only once expired. It must exceed the longest gap between
   * two runs of `pulumi up`. Default: a third of the token's actual lifetime. A change is an update in place
   * that makes no API call, unless the token is now due.
   */
  rotateBefore?: Duration | undefined;
  /**
   * Whether the token is replaced when it is due. Default: true. With false it is kept, also once expired, and
   * each run says so. (The resource option `ignoreChanges` can't stop a rotation, since no input changes.)
   */
  autoRotate?: boolean | undefined;
  /**
   * Whether deleting the token disconnects its participant (DisconnectParticipant). Default: false: the token is
   * left to expire. A deletion can't tell a rotation from a destroy, so with true whoever is live on the old token
   * is disconnected at each rotation too. It takes effect one `pulumi up` after it is switched on, because a
   * deletion reads the state of the last run. It is no revocation: never rely on it for that.
   */
  disconnectOnDelete?: boolean | undefined;
  /**
   * Where this token's calls go and as whom, before what stack config and environment say: the same object that
   * @pulumi/aws's provider takes. A change is an update in place without a call.
   */
  aws?: AwsSettings | undefined;
}

/** A value whose every part may be a Pulumi input. */
export type DeepInput<T> = unknown extends T
  ? unknown
  : Input<[T] extends [string | number | boolean] ? T : { [K in keyof T]: DeepInput<T[K]> }>;

/** The inputs of {@link ParticipantToken}: {@link ParticipantTokenInputs}, each of which may be a Pulumi input. */
export type ParticipantTokenArgs = {
  [K in keyof ParticipantTokenInputs]: undefined extends ParticipantTokenInputs[K]
    ? DeepInput<NonNullable<ParticipantTokenInputs[K]>> | undefined
    : DeepInput<ParticipantTokenInputs[K]>;
};

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

/**
 * Inputs that passed the check, in the one form that is compared and stored: durations in minutes (a rotateBefore
 * that isn't whole minutes as `"Ns"`), capabilities as a sorted set, the API's defaults filled in. Normalising
 * twice changes nothing. What isn't known yet stays as it is.
 */
export function normalise(given: Record<string, unknown>): Record<string, unknown> {
  return {
    autoRotate: true,
    disconnectOnDelete: false,
    ...given,
    capabilities: canonicalSet(given.capabilities ?? limits.capabilities.allowed),
    duration: canonicalDuration(given.duration ?? limits.duration.defaultMinutes),
    ...(given.rotateBefore !== undefined && { rotateBefore: canonicalDuration(given.rotateBefore) }),
  };
}

function canonicalDuration(value: unknown): unknown {
  const parsed = parseDuration(value);
  if (!("seconds" in parsed)) return value;
  return parsed.seconds % 60 === 0 ? parsed.seconds / 60 : `${parsed.seconds}s`;
}

/** A list of words as the set that it means: each once, sorted. Anything else, or not known yet, stays as it is. */
export function canonicalSet(value: unknown): unknown {
  const isKnown =
    Array.isArray(value) && value.every((word) => typeof word === "string" && !hasUnknown(word));
  return isKnown ? [...new Set(value)].sort() : value;
}
