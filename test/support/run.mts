import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { type EngineEvent, linesOf, stepsOf } from "./engineEvents.mts";
import type { Ended } from "./processes.mts";

/** A `pulumi` command that ended. */
export interface Run extends Ended {
  /** All that it printed. */
  readonly text: string;
  /** What the engine did, or would do: `"create-replacement host"`. */
  readonly steps: readonly string[];
  /** What was said on the way, by providers and by the engine, a line each. */
  readonly lines: readonly string[];
  readonly events: readonly EngineEvent[];
  /** The one line that matches. */
  line(pattern: RegExp): string;
}

/**
 * What a command's event log tells. Debug events are taken out of the file: one of them is the Node SDK's dump of
 * each resource's outputs, secret or not (`RegisterResource RPC finished`), so the scan would find any secret there.
 */
export async function runFrom(ended: Ended, eventLog: string): Promise<Run> {
  const all = existsSync(eventLog) ? (await readFile(eventLog, "utf8")).split("\n").filter(Boolean) : [];
  const events = all
    .map((line) => JSON.parse(line) as EngineEvent)
    .filter(({ diagnosticEvent }) => diagnosticEvent?.severity !== "debug");
  await writeFile(eventLog, events.map((event) => JSON.stringify(event)).join("\n"));
  const lines = linesOf(events);
  return {
    ...ended,
    text: `${ended.stdout}\n${ended.stderr}`,
    steps: stepsOf(events),
    lines,
    events,
    line: (pattern) => only(lines, pattern),
  };
}

function only(lines: readonly string[], pattern: RegExp): string {
  const found = lines.filter((line) => pattern.test(line));
  assert.equal(found.length, 1, `${pattern} matches ${found.length} of these lines:\n${lines.join("\n")}`);
  return found[0] ?? "";
}
