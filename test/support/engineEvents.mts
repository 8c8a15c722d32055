/** One line of the engine's event log, as far as tests look into it. */
export interface EngineEvent {
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
export function stepsOf(events: readonly EngineEvent[]): string[] {
  return events
    .flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? [])
    .filter(({ op, type }) => op !== "same" && op !== "replace" && !type.startsWith("pulumi:"))
    .map(({ op, urn, keys }) => {
      const step = `${op} ${urn.split("::").at(-1)}`;
      return op === "create-replacement" && keys ? `${step} [${keys.toSorted().join(", ")}]` : step;
    });
}

/** What providers and program said on their consoles, and what the engine warns of: a line each. */
export function linesOf(events: readonly EngineEvent[]): string[] {
  return events
    .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
    .filter(({ severity }) => severity !== "debug")
    .flatMap(({ message }) => message.split("\n"))
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
