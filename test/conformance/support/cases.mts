import { readFileSync } from "node:fs";
import { onAws, type Target } from "./target.mts";

/** One row of `cases.json`: a request and what any client has to get for it. */
export interface Case {
  readonly name: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  /** The same request as arguments of the AWS CLI. */
  readonly cli?: readonly string[];
  readonly region?: string;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly error?: string;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  readonly matches?: Readonly<Record<string, string>>;
  /** It makes a stage that has to be deleted. */
  readonly creates?: boolean;
  /** Why the answer of AWS isn't known. Against AWS such a case is shown and doesn't fail. */
  readonly unknown?: string;
}

export const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../cases.json", import.meta.url), "utf8"),
);

/** Why a case can't be sent to where the cases go; false if it can. */
export function skipped({ input }: Case): string | false {
  const joins = JSON.stringify(input).includes("$joinedParticipantId");
  return onAws && joins && "AWS needs a real client to join a stage, and there is none here";
}

/** Puts ARNs and long texts where the table has a name for them. Each `$ownStageArn` is a stage of its own, each `$joinedParticipantId` a participant. */
export async function filled<T>(value: T, target: Target, stageArn: string): Promise<T> {
  let text = JSON.stringify(value);
  if (text.includes("$ownStageArn")) text = text.replaceAll("$ownStageArn", await target.stage());
  if (text.includes("$joinedParticipantId"))
    text = text.replaceAll("$joinedParticipantId", await target.joined(stageArn));
  text = text.replaceAll("$stageArn", stageArn).replaceAll("$missingStageArn", missing(stageArn));
  return JSON.parse(
    text.replaceAll(/\$repeat:(.+?):(\d+)/gu, (_, part, count) => part.repeat(Number(count))),
  );
}

function missing(stageArn: string): string {
  return stageArn.replace(/\/.*/, "/conformanceNone");
}
