import type { Input } from "@pulumi/pulumi";
import type { AwsSettings } from "../settings/awsSettings.js";
import type { Capability } from "../values/service.js";

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
