import type { Input } from "@pulumi/pulumi";
import type { AwsSettings } from "../settings/awsSettings.js";
import type { Kind, Reading } from "../settings/kinds.js";
import { hasUnknown, isTooDeep, mostLevels, ownValue } from "../values/pulumiValues.js";
import { type Capability, limits } from "../values/service.js";
import {
  attributes,
  capabilities,
  duration,
  onOff,
  rotationWindow,
  settings,
  stageArn,
  userId,
} from "./inputKinds.js";

/**
 * A span of time: a number of whole minutes, as the API takes it, or a string of digits and one unit,
 * `"50s"`, `"90m"`, `"12h"` or `"7d"`. A string of bare digits is refused, since it doesn't say its unit.
 */
export type Duration = number | string;

/** What a token is declared with, as plain values. {@link ParticipantTokenArgs} takes the same as Pulumi inputs. */
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
   * How long the token is valid: 1 minute to 14 days, as a number of minutes or like `"90m"`, `"12h"`, `"7d"`. Whole
   * minutes. Default: 720 (12 hours). A change replaces the token.
   */
  duration?: Duration | undefined;
  /**
   * How long before its expiration the token is due for rotation, as a number of minutes or like `"50s"`, `"2h"`: from
   * then on the next `pulumi up` replaces it. 0 or more and shorter than `duration`; 0 rotates only once expired. It must
   * exceed the longest gap between two runs of `pulumi up`. Default: a third of the token's actual lifetime. A change is
   * an update in place that makes no API call, unless the token is now due.
   */
  rotateBefore?: Duration | undefined;
  /**
   * Whether the token is replaced when it is due; with `false` it is kept, also once expired, and each run says so.
   * Default: true. (The resource option `ignoreChanges` can't stop a rotation, since no input changes.)
   */
  autoRotate?: boolean | undefined;
  /**
   * Whether deleting the token disconnects its participant (DisconnectParticipant). Default: false: the token is
   * left to expire. A deletion can't distinguish a rotation from a destroy, so with true a participant that is live on
   * the old token is disconnected at each rotation too. It takes effect one `pulumi up` after it is switched on, because
   * a deletion reads the state of the last run. It revokes nothing: never rely on it for that.
   */
  disconnectOnDelete?: boolean | undefined;
  /**
   * Where this token's calls go and as whom: the same object that @pulumi/aws's provider takes. It has precedence over
   * stack config and environment. A change is an update in place without a call.
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

/**
 * The resource's name, handed along as a separate input because the engine passes the verbs neither name nor URN. The
 * two underscores keep it out of what the engine displays; diff ignores it. (`__name` is taken: Pulumi's own resource
 * class has it.)
 */
export const nameInput = "__resourceName";

/** Inputs after check, in the one form that is compared and stored, with the defaults filled in. */
export interface CheckedInputs {
  stageArn: string;
  userId?: string;
  attributes?: Record<string, string>;
  /** Each once, sorted. */
  capabilities: Capability[];
  /** Minutes. */
  duration: number;
  /** Minutes, or `"Ns"` if it isn't whole minutes. */
  rotateBefore?: number | string;
  autoRotate: boolean;
  disconnectOnDelete: boolean;
  /** Their members are read where the settings are resolved. */
  aws?: Readonly<Record<string, unknown>>;
  [nameInput]?: string;
}

/** One input. The docstring of its member in {@link ParticipantTokenInputs} says what it means. */
interface InputRow<T = unknown> {
  readonly kind: Kind<T>;
  /** Whether a change needs another token, since the input is part of it, or is an update in place without a call. */
  readonly change: "replace" | "in place";
  readonly required?: true;
  /** Value when the input isn't given. */
  readonly default?: T;
  /** Documentation text when there is no default value. */
  readonly otherwise?: string;
}

/** Inputs that always have a value after check are required or have a default; no others do. */
type RowOf<T> = InputRow<NonNullable<T>> &
  (undefined extends T
    ? { readonly required?: never; readonly default?: never; readonly otherwise: string }
    : { readonly required: true } | { readonly default: NonNullable<T> });

type InputName = keyof ParticipantTokenInputs;

/** Every input: the table that checks, defaults, comparison and documentation go by. */
export const inputsTable = {
  stageArn: { kind: stageArn, change: "replace", required: true },
  userId: { kind: userId, change: "replace", otherwise: "none" },
  attributes: { kind: attributes, change: "replace", otherwise: "none" },
  capabilities: { kind: capabilities, change: "replace", default: [...limits.capabilities.allowed] },
  duration: { kind: duration, change: "replace", default: limits.duration.defaultMinutes },
  rotateBefore: {
    kind: rotationWindow,
    change: "in place",
    otherwise: "a third of the token's actual lifetime",
  },
  autoRotate: { kind: onOff, change: "in place", default: true },
  disconnectOnDelete: { kind: onOff, change: "in place", default: false },
  aws: { kind: settings, change: "in place", otherwise: "stack config and environment" },
} satisfies { readonly [Name in InputName]-?: RowOf<CheckedInputs[Name]> };

/** Every input there is. */
export const inputNames = Object.keys(inputsTable) as InputName[];

type TokenInput = {
  [Name in InputName]: (typeof inputsTable)[Name]["change"] extends "replace" ? Name : never;
}[InputName];

/** The inputs that are part of the minted token: a change of one needs another token. */
export const tokenInputs = inputNames.filter(
  (name): name is TokenInput => inputsTable[name].change === "replace",
);

/** What a token is minted with, in the API's terms. */
export type TokenRequest = Pick<CheckedInputs, TokenInput>;

/** The part of the inputs that is sent to the service. */
export function tokenRequest(inputs: CheckedInputs): TokenRequest {
  return Object.fromEntries(tokenInputs.map((name) => [name, inputs[name]])) as TokenRequest;
}

/** The inputs that only this package reads: a change of one is an update in place, without an API call. */
export const inPlaceInputs = inputNames.filter((name) => inputsTable[name].change === "in place");

/** Inputs as far as they could be read, and what is wrong with the others: a sentence that goes on from the name. */
interface InputsReading {
  inputs: Partial<CheckedInputs>;
  problems: { property: InputName; reason: string }[];
}

/**
 * Reads inputs into their one form, with the defaults filled in. Reading twice changes nothing. Values that aren't
 * known yet, in whole or in part, stay as they are. Null counts as not given. Pure; never throws.
 */
export function readInputs(given: Readonly<Record<string, unknown>>): InputsReading {
  const inputs: Record<string, unknown> = {};
  const problems: InputsReading["problems"] = [];
  for (const name of inputNames) {
    const reading = readInput(inputsTable[name], ownValue(given, name));
    if ("problem" in reading) problems.push({ property: name, reason: reading.problem });
    else if (reading.value !== undefined) inputs[name] = reading.value;
  }
  const name = ownValue(given, nameInput);
  if (typeof name === "string") inputs[nameInput] = name;
  return { inputs, problems };
}

/**
 * The inputs of a token that is about to be minted: they were checked before, so nothing is wrong with them.
 *
 * @throws Error that says what is wrong nevertheless.
 */
export function completeInputs(given: Readonly<Record<string, unknown>>): CheckedInputs {
  const reading = readInputs(given);
  if (isComplete(reading)) return reading.inputs;
  const reasons = reading.problems.map(({ property, reason }) => `${property} ${reason}`);
  throw new Error(`the inputs are wrong: ${reasons.join("; ")}`);
}

/** Nothing is wrong, so what is required is there, and the rest has its defaults. */
function isComplete(reading: InputsReading): reading is InputsReading & { inputs: CheckedInputs } {
  return reading.problems.length === 0;
}

function readInput(row: InputRow, value: unknown): Reading<unknown> {
  if (value == null) {
    return row.required ? { problem: `is required: ${row.kind.allowed}` } : { value: row.default };
  }
  if (isTooDeep(value))
    return { problem: `is nested more than ${mostLevels} levels deep: ${row.kind.allowed}` };
  return hasUnknown(value) ? { value } : row.kind.read(value);
}
