import { printable } from "../../provider/values/redaction.js";
import { parseStageArn } from "../../provider/values/service.js";
import { formatSpan } from "../../provider/values/time.js";
import type { PendingCreate } from "./pendingCreates.js";
import type { StackStatus } from "./stackStatus.js";
import { few, isExpired, type TokenStatus } from "./tokenStatus.js";

export const longestCell = 64;
export const longestReason = 1000;

/** So that one long name doesn't hide all others. `--json` has every name in full. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${[...text.slice(0, most * 2)].slice(0, most - 1).join("")}…` : text;
}

/** A token's status as people read it, in full and safe for a terminal or a page. */
export interface StatusWords {
  readonly name: string;
  readonly user: string;
  readonly stage: string;
  readonly capabilities: string;
  readonly minted: string;
  readonly expires: string;
  readonly rotates: string;
  readonly state: string;
  /** The state that its colour is for. */
  readonly colour: TokenStatus["state"];
}

const none = "-";

/** Each part of a token's status as text; `-` if it has no value. */
export function statusWords(token: TokenStatus): StatusWords {
  const { userId = none, stageArn = none, capabilities = none, issuedTime = none, autoRotate, state } = token;
  const isExpiredManual = state === "manual" && isExpired(token);
  return {
    name: printable(token.name),
    user: printable(userId),
    stage: printable(shortStage(stageArn)),
    capabilities: printable([capabilities].flat().join(" ")),
    minted: printable(issuedTime),
    expires: distance(token.expiresInSeconds),
    rotates: autoRotate ? distance(token.rotatesInSeconds) : "never",
    state: isExpiredManual ? "expired, manual" : state,
    colour: isExpiredManual ? "expired" : state,
  };
}

/** What Pulumi lists as pending though the state holds it, a line for each kind. */
export function pendingLines({ pendingCreates = [] }: StackStatus): string[] {
  const named = (wanted: PendingCreate["state"]) =>
    few(pendingCreates.filter(({ state }) => state === wanted).map(({ name }) => printable(name)));
  const [made, kept] = [named("made"), named("kept")];
  const clear = "pulumi refresh --clear-pending-creates";
  return [
    ...(made
      ? [`Pulumi lists creates as pending that a later up has made good: ${made}. To end that: ${clear}.`]
      : []),
    ...(kept
      ? [
          `An up that was to replace ${kept} was interrupted, and nothing was replaced. The next up does it if the ` +
            `program still asks for it; if not: ${clear}.`,
        ]
      : []),
  ];
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
