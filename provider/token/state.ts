import { isMap } from "../values/pulumiValues.js";
import { nameInput } from "./inputs.js";

/** The resource's type. Every state that holds a token names it, so it stays as it is for good. */
export const tokenType = "pulumi-nodejs:dynamic/ivsrealtime:ParticipantToken";

/**
 * What the engine stores with each token as its provider, and runs for every verb: old text runs for read and
 * delete, so this text and the name in it stay as they are for good. It is written by hand instead of serialized
 * from a closure: so it is small, the same whatever Node, TypeScript or installer made it, and never captures a
 * module's state (pulumi#10009, #18976). The text runs without a file name, hence a require of its own, from the
 * program's folder: the package's own repository can't require itself by name otherwise.
 */
export const providerText =
  'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-ivs-realtime/provider")';

/** Which stage a call is about, and the settings that its resource has of its own. */
export interface Target {
  stageArn: string;
  aws: Readonly<Record<string, unknown>>;
}

/** The target of a token's calls, out of its inputs or outputs; none where they hold no stage. */
export function targetOf(props: Record<string, unknown> & { stageArn: string }): Target;
export function targetOf(props: Record<string, unknown>): Target | undefined;
export function targetOf({ stageArn, aws }: Record<string, unknown>): Target | undefined {
  if (typeof stageArn !== "string") return undefined;
  return { stageArn, aws: isMap(aws) ? aws : {} };
}

/**
 * How lines and errors call a token: its resource name, and its participantId where it has one.
 *
 * @param resourceName by default the hidden input.
 */
export function tokenName(
  props: Record<string, unknown>,
  participantId?: unknown,
  resourceName: unknown = props[nameInput],
): string {
  const name = typeof resourceName === "string" ? `ParticipantToken "${resourceName}"` : "ParticipantToken";
  return typeof participantId === "string" && participantId !== ""
    ? `${name} (participant ${participantId})`
    : name;
}
