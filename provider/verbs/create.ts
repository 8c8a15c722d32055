import { isDeepStrictEqual } from "node:util";
import type { MintedToken } from "../client/ivsClient.js";
import { explain } from "../failures/explain.js";
import { type CheckedInputs, tokenInputs, tokenRequest } from "../token/inputs.js";
import {
  type RotationSchedule,
  rotationSchedule,
  rotationState,
  windowReason,
  withRotationTime,
} from "../token/rotation.js";
import { type TokenState, targetOf, tokenName } from "../token/state.js";
import { formatIsoTime, formatSpan } from "../values/time.js";
import { type Host, reviewAndConnect } from "./host.js";

/** The new resource: its ID (the participantId) and all its outputs. */
export interface CreateResult {
  id: string;
  outs: TokenState;
}

/**
 * Mints a token. Its outputs repeat the checked inputs, never the service's echo of them: the next diff compares
 * those outputs with the inputs, so an echo that differs would rotate the token on every run.
 */
export async function create(host: Host, inputs: CheckedInputs): Promise<CreateResult> {
  const minted = await mint(host, inputs);
  const outs = withRotationTime({ ...inputs, ...mintedOutputs(minted, inputs, host) });
  const now = host.clock();
  for (const note of creationNotes(inputs, minted, rotationSchedule(outs), now)) {
    host.log("warning", `${tokenName(inputs, minted.participantId, host.resourceName)}: ${note}`);
  }
  return { id: minted.participantId, outs };
}

async function mint(host: Host, inputs: CheckedInputs): Promise<MintedToken> {
  try {
    const client = await reviewAndConnect(host, targetOf(inputs));
    return await client.createParticipantToken(tokenRequest(inputs));
  } catch (error) {
    throw new Error(
      `${tokenName(inputs, undefined, host.resourceName)} was not created: ${explain(error, inputs.stageArn)}`,
    );
  }
}

function mintedOutputs(minted: MintedToken, { duration }: CheckedInputs, { clock }: Host) {
  const { date, expirationTime } = minted;
  const { issued, expires } = tokenTimes({ date, expirationTime, duration, now: clock() });
  return {
    token: minted.token,
    participantId: minted.participantId,
    issuedTime: formatIsoTime(issued),
    expirationTime: formatIsoTime(expires),
    requestId: minted.requestId,
  };
}

/** How far clocks may differ, and a life may exceed what was asked for. */
const day = 86_400_000;

/** A token's times in the service's answer, and what was asked for. */
interface TimesAnswered {
  /** The Date header. */
  date: Date | undefined;
  expirationTime: Date | undefined;
  /** Minutes. */
  duration: number;
  /** By this machine's clock. */
  now: Date;
}

/**
 * When a token was issued and when it expires: by the service's clock, which is the answer's Date header, else by
 * this machine's. An answer may lack expirationTime: CreateStage's tokens have none (aws/aws-sdk-java-v2#6429, closed as
 * the service's own), and the model leaves every member optional. It is then the time of issue plus the duration. A
 * service may shorten a life. A time that no token can have, for example from a proxy, is replaced by what the duration
 * gives: otherwise the token would rotate at each run, or never.
 */
function tokenTimes({ date, expirationTime, duration, now }: TimesAnswered): {
  issued: Date;
  expires: Date;
} {
  const asked = duration * 60_000;
  const issued = possible(date ?? now);
  const expires = possible(expirationTime);
  if (!expires) return fromIssue(issued ?? now, asked);
  if (!issued) return untilExpiry(expires, asked);
  const life = expires.getTime() - issued.getTime();
  if (life > 0 && life <= asked + day) return { issued, expires };
  const agrees = Math.abs(issued.getTime() - now.getTime()) < day;
  return agrees ? fromIssue(issued, asked) : untilExpiry(expires, asked);
}

function fromIssue(issued: Date, asked: number) {
  return { issued, expires: new Date(issued.getTime() + asked) };
}

function untilExpiry(expires: Date, asked: number) {
  return { issued: new Date(expires.getTime() - asked), expires };
}

/** A time after IVS Real-Time began, and before the years that ISO 8601 writes with a sign; otherwise nothing. */
function possible(time: Date | undefined): Date | undefined {
  const year = time?.getUTCFullYear() ?? Number.NaN;
  return year >= 2020 && year <= 9000 ? time : undefined;
}

const echoed = tokenInputs.filter((name) => name !== "stageArn");
/** What the service may answer for an input that wasn't sent. */
const nothing: Partial<Record<(typeof echoed)[number], unknown>> = { userId: "", attributes: {} };

/** What the user should know about a token that was just minted: one sentence each, usually none. */
function creationNotes(
  inputs: CheckedInputs,
  minted: MintedToken,
  schedule: RotationSchedule | undefined,
  now: Date,
): string[] {
  return [
    echoNote(inputs, minted),
    ...(schedule ? [clampNote(schedule), skewNote(schedule, now)] : []),
  ].filter((note) => note !== undefined);
}

function echoNote(inputs: CheckedInputs, minted: MintedToken): string | undefined {
  const differing = echoed.filter(
    (name) =>
      minted.echo[name] !== undefined &&
      !isDeepStrictEqual(asSet(minted.echo[name]), asSet(inputs[name] ?? nothing[name])),
  );
  if (differing.length === 0) return undefined;
  return `the service answered with another ${differing.join(" and ")} than was asked for; the state keeps what was asked for.`;
}

/** Capabilities are a set: the service may list them in another order. */
function asSet(value: unknown): unknown {
  return Array.isArray(value) ? [...new Set(value)].sort() : value;
}

function clampNote(schedule: RotationSchedule): string | undefined {
  if (schedule.origin !== "clamped") return undefined;
  return `the service gave it ${formatSpan(schedule.lifetime)}; it is due ${windowReason(schedule)}.`;
}

function skewNote(schedule: RotationSchedule, now: Date): string | undefined {
  const state = rotationState(schedule, now);
  if (!schedule.rotationTime || state === "fresh") return undefined;
  return (
    `it was just minted, but is already ${state} by this machine's clock (now ${formatIsoTime(now)}, ` +
    `expires ${formatIsoTime(schedule.expirationTime)}), so the next pulumi up rotates it again: correct the clock.`
  );
}
