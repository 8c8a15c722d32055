import { isDeepStrictEqual } from "node:util";
import { type CheckedInputs, inPlaceInputs, tokenInputs } from "../token/inputs.js";
import {
  expiryReason,
  type RotationFacts,
  replacementReason,
  rotationSchedule,
  secondsBehind,
} from "../token/rotation.js";
import { type StoredState, tokenName } from "../token/state.js";
import { hasUnknown } from "../values/pulumiValues.js";
import { formatIsoTime, formatSpan } from "../values/time.js";
import { type Host, logOnce } from "./host.js";

/** Whether anything changes, and which properties call for a replacement. */
export interface DiffResult {
  changes: boolean;
  replaces?: string[];
}

/** What is to be done about a token, and what the user should read about it. */
interface Decision extends DiffResult {
  note?: { about: "rotation" | "expiry"; line: string };
}

type Inputs = Partial<CheckedInputs>;

/**
 * Compares a token's state with its checked inputs and the clock. The note on a token is logged once a run: with
 * --refresh the engine asks twice, once in the refresh and once in the update.
 *
 * @param olds the OUTPUTS of the last run: the engine doesn't pass old inputs to a dynamic provider.
 */
export function diff(host: Host, olds: StoredState, news: Inputs): DiffResult {
  const now = host.clock();
  const name = tokenName(news, olds.participantId, host.resourceName);
  noteClockBehind(host, name, olds, now);
  const { note, ...result } = decideDiff(olds, news, now, host.resourceName);
  if (note) {
    const subject = `${note.about} of ${name}`;
    logOnce(host, note.about === "expiry" ? "warning" : "info", note.line, subject);
  }
  return result;
}

/** A machine that mints nothing has no other sign that its clock is behind: one line for all tokens of the run. */
function noteClockBehind(host: Host, name: string, olds: StoredState, now: Date): void {
  const schedule = rotationSchedule(olds);
  const seconds = schedule && secondsBehind(now, olds, schedule);
  if (seconds === undefined) return;
  const line =
    `This machine's clock is at least ${formatSpan(seconds)} behind: it says ${formatIsoTime(now)}, and ${name} was ` +
    `minted at ${olds.issuedTime}. So tokens may be due, or expired, without being replaced: set the clock right.`;
  logOnce(host, "warning", line, "clock behind a mint");
}

/** The decision of {@link diff}. Pure; never throws, whatever the state holds. `__provider` and the hidden name don't count. */
export function decideDiff(olds: StoredState, news: Inputs, now: Date, resourceName?: string): Decision {
  const name = tokenName(news, olds.participantId, resourceName);
  const replaces = changedInputs(olds, news, tokenInputs);
  if (replaces.length > 0) {
    const isOpen = replaces.every((input) => hasUnknown(news[input]));
    const what = isOpen ? openReplacement(replaces) : `is replaced, because of ${replaces.join(", ")}.`;
    const line = `${name} ${what}${disconnectNote(olds, news)}`;
    // The engine shows by itself that an input changed, but not that it may not have, nor who is disconnected by it.
    return {
      changes: true,
      replaces,
      ...((isOpen || olds.disconnectOnDelete === true) && { note: { about: "rotation", line } }),
    };
  }
  const schedule = rotationSchedule(rotationFacts(olds, news));
  const reason = replacementReason(olds, schedule, now);
  if (reason) {
    const line = `${name} is due for rotation: ${reason}.${disconnectNote(olds, news)}`;
    return { changes: true, replaces: ["expirationTime"], note: { about: "rotation", line } };
  }
  const changes = changedInputs(olds, news, inPlaceInputs).length > 0;
  const expiry = schedule && expiryReason(olds, schedule, now);
  if (expiry === undefined) return { changes };
  const line = `${name} is kept because autoRotate is false, but ${expiry}: nobody can join with it any more. Switch autoRotate on, or replace it with pulumi up --replace.`;
  return { changes, note: { about: "expiry", line } };
}

/** A preview has to count as changed what another resource of the same run decides. */
function openReplacement(names: readonly string[]): string {
  return (
    `is shown as replaced, because of what a preview can't know (${names.join(", ")}): pulumi up compares once it is ` +
    "known, and replaces the token only if that changed, or if it is due. A plan of this preview (up --plan) may be rejected."
  );
}

/** The minted token under today's inputs in place; in a preview, one that isn't known yet counts as unchanged. */
function rotationFacts(olds: StoredState, news: Inputs): RotationFacts {
  const { rotateBefore, autoRotate } = news;
  return {
    ...olds,
    rotateBefore: hasUnknown(rotateBefore) ? olds.rotateBefore : rotateBefore,
    autoRotate: hasUnknown(autoRotate) ? olds.autoRotate : autoRotate,
  };
}

/** `disconnectOnDelete` as the coming deletion will read it: from the OLD state, whatever the program says today. */
function disconnectNote(olds: StoredState, news: Inputs): string {
  if (olds.disconnectOnDelete === true) {
    return " A participant that is live on the old token is disconnected when it is deleted, as disconnectOnDelete was on at the last run.";
  }
  if (news.disconnectOnDelete !== true) return "";
  return " The old token's participant stays connected: disconnectOnDelete takes effect from the next rotation on.";
}

function changedInputs(olds: StoredState, news: Inputs, names: readonly (keyof CheckedInputs)[]) {
  const [before, after] = [comparable(olds), comparable(news)];
  return names.filter((name) => hasUnknown(after[name]) || !isDeepStrictEqual(before[name], after[name]));
}

/** `{}` is no attributes. */
function comparable(token: StoredState): StoredState {
  return { ...token, attributes: token.attributes ?? {} };
}
