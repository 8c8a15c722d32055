import type { CreateParticipantTokenCommandOutput } from "@aws-sdk/client-ivs-realtime";
import { type CallContext, unreadableAnswer } from "../failures/fromSdk.js";
import { properRequestId } from "../values/redaction.js";
import type { MintedToken } from "./ivsClient.js";
import type { Answer } from "./send.js";

/**
 * The token in an answer.
 *
 * @throws IvsError where there is none that could be kept.
 */
export function readToken(
  { output, date }: Answer<CreateParticipantTokenCommandOutput>,
  context: CallContext,
): MintedToken {
  const { token, participantId, expirationTime, ...echo } = output.participantToken ?? {};
  if (
    !isText(token) ||
    !isText(participantId) ||
    !isParticipantId(participantId, token) ||
    context.used.has(participantId)
  )
    throw unreadableAnswer(output.$metadata, context);
  return {
    token,
    participantId,
    expirationTime: validDate(expirationTime),
    date: validDate(date === undefined ? undefined : new Date(date)),
    requestId: properRequestId(output.$metadata.requestId, [...context.asked, ...context.used, token]),
    echo: echo as MintedToken["echo"],
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** It becomes the resource's ID, which stands in plain in state and in lines: nothing but an ID may get there. */
function isParticipantId(value: string, token: string): boolean {
  return /^[a-zA-Z0-9-_]{1,64}$/.test(value) && value !== token;
}

function validDate(date: Date | undefined): Date | undefined {
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date : undefined;
}
