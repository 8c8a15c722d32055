import { Eta } from "eta";
import { printable } from "../../provider/values/redaction.js";
import { formatIsoTime, parseIsoTime } from "../../provider/values/time.js";
import { timelineTemplate } from "./pageTemplate.js";
import type { StackStatus } from "./stackStatus.js";
import type { TokenStatus } from "./tokenStatus.js";
import { cut, longestCell, longestReason, pendingLines, statusWords } from "./words.js";

/** The status as one HTML page with a timeline of every token's life: no script, no network, no secret. */
export function timelinePage(status: StackStatus): string {
  const now = new Date(status.now);
  const instants = status.tokens.flatMap(({ issuedTime, expirationTime }) => [issuedTime, expirationTime]);
  const nows = status.tokens.map((token) => nowOf(token, now));
  const axis = timeAxis([now, ...nows, ...instants.flatMap((time) => parseIsoTime(time) ?? [])]);
  return new Eta({ autoEscape: true, varName: "page" }).renderString(timelineTemplate, {
    title: cut(
      printable(`Participant tokens${status.stack ? ` of ${status.project}/${status.stack}` : ""}`),
      longestReason,
    ),
    ...status,
    pending: pendingLines(status).map((line) => cut(line, longestReason)),
    ticks: axis.ticks.map((time) => ({
      at: axis.at(time),
      label: time.toISOString().slice(5, 16).replace("T", " "),
    })),
    tokens: status.tokens.map((token) => ({
      ...cells(token),
      reason: cut(printable([token.reason ?? [], token.notes ?? []].flat().join("; ")), longestReason),
      nowAt: axis.at(nowOf(token, now)),
      parts: lifeParts(token, axis),
    })),
  });
}

/** What the table's cells have, cut as there, and the names in so much of their length that a page can hold. */
function cells(token: TokenStatus) {
  const words = statusWords(token);
  const { name, user, stage, capabilities } = words;
  const long = { name, user, stage, capabilities };
  const short = Object.fromEntries(Object.entries(long).map(([key, text]) => [key, cut(text, longestCell)]));
  const full = Object.fromEntries(Object.entries(long).map(([key, text]) => [key, cut(text, longestReason)]));
  return { ...words, ...short, full };
}

/** The instant that a token's spans are counted from: this machine's time, corrected by its skew at the mint. */
function nowOf({ expirationTime, expiresInSeconds }: TokenStatus, now: Date): Date {
  const expires = parseIsoTime(expirationTime);
  if (expires === undefined || expiresInSeconds === undefined) return now;
  return new Date(expires.getTime() - expiresInSeconds * 1000);
}

/** A token's life as bars: the time before its window, then the window. A token that is never due has only the first. */
function lifeParts({ issuedTime, rotationTime, expirationTime }: TokenStatus, axis: TimeAxis) {
  const [minted, expires] = [parseIsoTime(issuedTime), parseIsoTime(expirationTime)];
  if (!minted || !expires) return [];
  const due = parseIsoTime(rotationTime) ?? expires;
  return [
    { kind: "life", from: minted, to: due },
    { kind: "window", from: due, to: expires },
  ]
    .filter(({ from, to }) => from < to)
    .map(({ kind, from, to }) => ({
      kind,
      at: axis.at(from),
      length: axis.at(to) - axis.at(from),
      title: `${kind === "life" ? "minted" : "due from"} ${formatIsoTime(from)}, ${kind === "window" ? "expires" : "until"} ${formatIsoTime(to)}`,
    }));
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [1, 5, 15, 30]
  .map((n) => n * minute)
  .concat(
    [1, 3, 6, 12].map((n) => n * hour),
    [1, 2, 7, 30, 365].map((n) => n * day),
  );
const mostTicks = 8;

/** Positions of instants on a time axis, in percent of its length. */
interface TimeAxis {
  /** 0 to 100. */
  at(time: Date): number;
  /** Round instants, up to eight. */
  readonly ticks: readonly Date[];
}

/** A time axis that covers all the instants, with room for a label at both ends. */
function timeAxis(instants: readonly Date[]): TimeAxis {
  const times = instants.map((time) => time.getTime());
  // Not Math.min(...times): as many arguments as tokens overflow the stack.
  const first = times.reduce((one, other) => Math.min(one, other));
  const last = times.reduce((one, other) => Math.max(one, other));
  const room = Math.max((last - first) / 20, minute);
  const [start, length] = [first - room, last - first + 2 * room];
  const step = steps.find((size) => length / size <= mostTicks) ?? length;
  const count = Math.floor((start + length) / step) - Math.ceil(start / step) + 1;
  return {
    at: (time) => ((time.getTime() - start) / length) * 100,
    ticks: Array.from({ length: count }, (_, i) => new Date((Math.ceil(start / step) + i) * step)),
  };
}
