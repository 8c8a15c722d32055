import { Eta } from "eta";
import { printable } from "../../provider/values/redaction.js";
import { formatIsoTime, parseIsoTime } from "../../provider/values/time.js";
import { timelineTemplate } from "./pageTemplate.js";
import type { StackStatus } from "./stackStatus.js";
import { type TimeAxis, timeAxis } from "./timeAxis.js";
import type { TokenStatus } from "./tokenStatus.js";
import { statusWords } from "./words.js";

/** The status as one HTML page with a timeline of every token's life: no script, no network, no secret. */
export function timelinePage(status: StackStatus): string {
  const now = new Date(status.now);
  const instants = status.tokens.flatMap(({ issuedTime, expirationTime }) => [issuedTime, expirationTime]);
  const axis = timeAxis([now, ...instants.flatMap((time) => parseIsoTime(time) ?? [])]);
  return new Eta({ autoEscape: true, varName: "page" }).renderString(timelineTemplate, {
    title: printable(`Participant tokens${status.stack ? ` of ${status.project}/${status.stack}` : ""}`),
    ...status,
    nowAt: axis.at(now),
    ticks: axis.ticks.map((time) => ({
      at: axis.at(time),
      label: time.toISOString().slice(5, 16).replace("T", " "),
    })),
    tokens: status.tokens.map((token) => ({
      ...statusWords(token),
      reason: printable(token.reason ?? ""),
      parts: lifeParts(token, axis),
    })),
  });
}

/** A token's life as bars: the time before its window and the window. One that is never due has the first alone. */
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
