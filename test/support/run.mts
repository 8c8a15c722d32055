import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { type Ended, type Running, start } from "./processes.mts";
import type { Scene } from "./scene.mts";
import type { Stack } from "./stack.mts";

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

/** One line of the engine's event log, as far as tests look into it. */
interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: { readonly message: string; readonly severity: string };
  readonly summaryEvent?: { readonly resourceChanges: Readonly<Record<string, number>> };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly keys?: readonly string[];
}

/**
 * The steps that the engine took, in order, with what called for a replacement:
 * `"create-replacement host [expirationTime]"`. What stays the same is left out, and so is the `replace` that stands
 * between the two steps that it sums up.
 */
function stepsOf(events: readonly EngineEvent[]): string[] {
  return events
    .flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? [])
    .filter(({ op, type }) => op !== "same" && op !== "replace" && !type.startsWith("pulumi:"))
    .map(({ op, urn, keys }) => {
      const step = `${op} ${urn.split("::").at(-1)}`;
      return op === "create-replacement" && keys ? `${step} [${keys.toSorted().join(", ")}]` : step;
    });
}

/** What providers and program said on their consoles, and what the engine warns of: a line each. */
function linesOf(events: readonly EngineEvent[]): string[] {
  return events
    .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
    .filter(({ severity }) => severity !== "debug")
    .flatMap(({ message }) => message.split("\n"))
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Starts a `pulumi up` that goes on while the test does. A signal reaches pulumi alone: its hosts lead groups. */
export function startUp(
  scene: Scene,
  stack: Stack,
  endpoint: string,
  args: readonly string[] = [],
  more: NodeJS.ProcessEnv = {},
): Running {
  const all = ["up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive", "--color", "never"];
  const env = { ...scene.environment(), AWS_ENDPOINT_URL_IVS_REALTIME: endpoint, ...more };
  const up = start("pulumi", [...all, ...args], { cwd: stack.folder, env });
  return {
    ...up,
    async ended() {
      // The hosts of one that was killed live on, but none of them holds its pipes.
      const ended = await up.ended();
      await writeFile(`${scene.nextRecord("running", "up")}.txt`, up.printed());
      return ended;
    },
  };
}
