import { isDeepStrictEqual } from "node:util";
import type { MintedToken } from "../client/ivsClient.js";
import { explain } from "../failures/explain.js";
import { type CheckedInputs, tokenInputs, tokenRequest } from "../token/inputs.js";
import { type MintTimes, mintTimes } from "../token/mintTimes.js";
import {
  correctedTime,
  type RotationSchedule,
  rotationSchedule,
  rotationState,
  windowReason,
  withRotationTime,
} from "../token/rotation.js";
import { type TokenState, targetOf, tokenName } from "../token/state.js";
import { formatIsoTime, formatSpan } from "../values/time.js";
import { withClockNotes } from "./clockNotes.js";
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
export function create(host: Host, inputs: CheckedInputs): Promise<CreateResult> {
  return withClockNotes(host, async (noteClocks) => {
    const { now, ...minted } = await mint(host, inputs);
    const times = mintTimes({ ...minted, duration: inputs.duration, now });
    const outs = withRotationTime({ ...inputs, ...mintedOutputs(minted, times) });
    const schedule = rotationSchedule(outs);
    const time = correctedTime(now, outs);
    const isDueAtOnce = schedule !== undefined && isDue(schedule, time);
    noteClocks({ off: times.off, rotates: inputs.autoRotate, isDueAtOnce });
    for (const note of creationNotes(inputs, minted, { times, schedule, time, isDueAtOnce })) {
      host.log("warning", `${tokenName(inputs, minted.participantId, host.resourceName)}: ${note}`);
    }
    return { id: minted.participantId, outs };
  });
}

/** Whether time makes it due. */
function isDue(schedule: RotationSchedule, now: Date): boolean {
  return schedule.rotationTime !== undefined && rotationState(schedule, now) !== "fresh";
}

/** What was minted, and this machine's time when the head of that answer arrived. */
async function mint(host: Host, inputs: CheckedInputs): Promise<MintedToken & { now: Date }> {
  let now: Date | undefined;
  try {
    const client = await reviewAndConnect(host, targetOf(inputs));
    const minted = await client.createParticipantToken(tokenRequest(inputs), () => {
      now = host.clock();
    });
    return { ...minted, now: now ?? host.clock() };
  } catch (error) {
    throw new Error(
      `${tokenName(inputs, undefined, host.resourceName)} was not created: ${explain(error, inputs.stageArn)}`,
    );
  }
}

function mintedOutputs(
  { token, participantId, requestId }: MintedToken,
  { issued, expires, off }: MintTimes,
) {
  return {
    token,
    participantId,
    issuedTime: formatIsoTime(issued),
    expirationTime: formatIsoTime(expires),
    requestId,
    clockSkew: off.machine,
  };
}

const echoed = tokenInputs.filter((name) => name !== "stageArn");
/** What the service may answer for an input that wasn't sent. */
const nothing: Partial<Record<(typeof echoed)[number], unknown>> = { userId: "", attributes: {} };

/** What decides on the notes about time. */
interface Mint {
  times: MintTimes;
  schedule: RotationSchedule | undefined;
  /** By this machine's clock, corrected. */
  time: Date;
  isDueAtOnce: boolean;
}

/** What the user should know about a token that was just minted: one sentence each, usually none. */
function creationNotes(inputs: CheckedInputs, minted: MintedToken, mint: Mint): string[] {
  const notes = [() => echoNote(inputs, minted), () => lifeNote(inputs, mint), () => dueNote(mint)];
  return notes.map(unlessItFails).filter((note) => note !== undefined);
}

/** The token is minted: an error would lose it. */
function unlessItFails(note: () => string | undefined): string | undefined {
  try {
    return note();
  } catch {
    return undefined;
  }
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

/** Capabilities are a set: the service may list them in another order. Objects can refuse to be sorted. */
function asSet(value: unknown): unknown {
  return Array.isArray(value) && value.every((one) => typeof one === "string")
    ? [...new Set(value)].sort()
    : value;
}

function lifeNote({ duration }: CheckedInputs, { times, schedule }: Mint): string | undefined {
  if (!schedule || !(times.isShortened || schedule.origin === "clamped")) return undefined;
  const life = `the service gave it ${formatSpan(schedule.lifetime)}, less than the ${formatSpan(duration * 60)} that were asked for`;
  return schedule.rotationTime ? `${life}; it is due ${windowReason(schedule)}.` : `${life}.`;
}

/** A clock that is ahead is named for all its tokens at once. */
function dueNote({ times, schedule, time, isDueAtOnce }: Mint): string | undefined {
  if (!schedule || !isDueAtOnce || (times.off.machine ?? 0) > 0) return undefined;
  return (
    `it was just minted, but is due already by this machine's clock (now ${formatIsoTime(time)}, ` +
    `expires ${formatIsoTime(schedule.expirationTime)}), as its window is ${windowReason(schedule)}. So the next pulumi up ` +
    "rotates it again, on each run: make rotateBefore shorter or duration longer, and see that the clock is right."
  );
}
