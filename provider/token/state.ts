import { shorten } from "../values/redaction.js";
import { limits } from "../values/service.js";
import { type CheckedInputs, nameInput, readInputs } from "./inputs.js";
import { clockGrace } from "./mintTimes.js";

/** The resource's type. Every state that holds a token names it, so it stays as it is for good. */
export const tokenType = "pulumi-nodejs:dynamic/ivsrealtime:ParticipantToken";

/**
 * What the engine stores with each token as its provider, and runs for every verb: old text runs for read and
 * delete, so this text and the name in it stay as they are for good. It is written by hand instead of serialized
 * from a closure: so it is small, the same whatever Node, TypeScript or installer made it, and never captures a
 * module's state (pulumi#10009, #18976). The text runs without a file name, hence a separate require, from the
 * program's folder: the package's own repository can't require itself by name otherwise.
 */
export const providerText =
  'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-ivs-realtime/provider")';

/** A token's outputs: its checked inputs, what the service minted, and when it is due. */
export interface TokenState extends CheckedInputs {
  token: string;
  participantId: string;
  issuedTime: string;
  expirationTime: string;
  /** Absent while `autoRotate` is off. */
  rotationTime?: string | undefined;
  requestId?: string | undefined;
  /** Seconds that this machine's clock was ahead at the mint, below 0: behind. Absent within the grace of clocks. */
  clockSkew?: number | undefined;
}

/** A token's state as the engine may hold it: any part may be missing. */
export type StoredState = { readonly [Name in keyof TokenState]?: TokenState[Name] | undefined };

type OutputName = Exclude<keyof TokenState, keyof CheckedInputs>;

const outputs: Record<OutputName, true> = {
  token: true,
  participantId: true,
  issuedTime: true,
  expirationTime: true,
  rotationTime: true,
  requestId: true,
  clockSkew: true,
};

/** The outputs that aren't inputs. */
export const outputNames = Object.keys(outputs) as readonly OutputName[];

/**
 * Reads a state, which may be written by hand or by another version: what can't be read is left out, and inputs come
 * in the form that check gives them. The stage is kept as it is stored: calls go there. Pure; never throws.
 */
export function readState(props: Readonly<Record<string, unknown>>): StoredState {
  const texts = [...textOutputs, "stageArn"].filter((name) => typeof props[name] === "string");
  return {
    ...readInputs(props).inputs,
    ...Object.fromEntries(texts.map((name) => [name, props[name]])),
    ...(isClockSkew(props.clockSkew) && { clockSkew: props.clockSkew }),
  };
}

const textOutputs = outputNames.filter((name) => name !== "clockSkew");

/** Whether a mint can have left it in the state: times with it can then be printed. */
function isClockSkew(value: unknown): value is number {
  const size = Number.isInteger(value) ? Math.abs(value as number) : 0;
  return size > clockGrace(limits.duration.minMinutes * 60) && size < 1e12;
}

/** Which stage a call is about, and the settings of its resource. */
export interface Target {
  stageArn: string;
  aws: Readonly<Record<string, unknown>>;
}

/** The target of a token's calls; none where its stage is missing. */
export function targetOf(token: Pick<CheckedInputs, "stageArn" | "aws">): Target;
export function targetOf(token: Pick<StoredState, "stageArn" | "aws">): Target | undefined;
export function targetOf({ stageArn, aws = {} }: Pick<StoredState, "stageArn" | "aws">): Target | undefined {
  return stageArn === undefined ? undefined : { stageArn, aws };
}

/**
 * How lines and errors call a token: its resource name, and its participantId where it has one.
 *
 * @param resourceName by default the hidden input.
 */
export function tokenName(
  token: Pick<StoredState, typeof nameInput>,
  participantId?: string,
  resourceName = token[nameInput],
): string {
  const name =
    resourceName === undefined ? "ParticipantToken" : `ParticipantToken "${shorten(resourceName)}"`;
  return participantId ? `${name} (participant ${participantId})` : name;
}
