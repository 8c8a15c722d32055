import { isMap } from "../values/pulumiValues.js";

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
