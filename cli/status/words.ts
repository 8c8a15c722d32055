import { printable } from "../../provider/values/redaction.js";
import { parseStageArn } from "../../provider/values/service.js";
import { formatSpan } from "../../provider/values/time.js";
import type { TokenStatus } from "./tokenStatus.js";

/** A token's status as people read it, in full and safe for a terminal or a page. */
export interface StatusWords {
  readonly name: string;
  readonly user: string;
  readonly stage: string;
  readonly capabilities: string;
  readonly minted: string;
  readonly expires: string;
  readonly rotates: string;
  readonly state: TokenStatus["state"];
}

const none = "-";

/** Each part of a token's status as text; `-` if it has no value. */
export function statusWords(token: TokenStatus): StatusWords {
  const { userId = none, stageArn = none, capabilities = none, issuedTime = none, autoRotate, state } = token;
  return {
    name: printable(token.name),
    user: printable(userId),
    stage: printable(shortStage(stageArn)),
    capabilities: printable([capabilities].flat().join(" ")),
    minted: printable(issuedTime),
    expires: distance(token.expiresInSeconds),
    rotates: autoRotate ? distance(token.rotatesInSeconds) : "never",
    state,
  };
}

/** Region and ID distinguish stages; the whole ARN would fill the line. */
function shortStage(arn: string): string {
  const stage = parseStageArn(arn);
  return stage ? `${stage.region}/${stage.id}` : arn;
}

function distance(seconds: number | undefined): string {
  if (seconds === undefined) return none;
  if (seconds === 0) return "now";
  return seconds > 0 ? `in ${formatSpan(seconds)}` : `${formatSpan(seconds)} ago`;
}
