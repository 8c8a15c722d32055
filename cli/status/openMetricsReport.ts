import type { OpenMetricsContentType } from "prom-client";
import { parseIsoTime } from "../../provider/isoTime.js";
import type { StackStatus } from "./stackStatus.js";

const tokenLabels = ["project", "stack", "name", "urn", "stage_arn"] as const;

/** The status as OpenMetrics text, with names after those of cert-manager's metrics. */
export async function openMetricsReport(status: StackStatus): Promise<string> {
  const { Gauge, Registry } = await import("prom-client");
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const times = <Label extends string>(subject: string, help: string, labelNames: readonly Label[]) => {
    const name = `ivs_realtime_${subject}_timestamp_seconds`;
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
    return (labels: Record<Label, string>, time: string | undefined) => {
      const instant = parseIsoTime(time);
      if (instant) gauge.set(labels, instant.getTime() / 1000);
    };
  };
  const expiration = times(
    "participant_token_expiration",
    "When the participant token expires.",
    tokenLabels,
  );
  const rotation = times(
    "participant_token_rotation",
    "From when on pulumi up replaces the participant token.",
    tokenLabels,
  );
  const update = times("stack_last_update", "When Pulumi last wrote the state of the stack.", [
    "project",
    "stack",
  ]);
  const { project = "", stack = "", tokens, lastUpdate } = status;
  for (const { name, urn, stageArn, expirationTime, rotationTime } of tokens) {
    const labels = { project, stack, name, urn, stage_arn: stageArn ?? "" };
    expiration(labels, expirationTime);
    rotation(labels, rotationTime);
  }
  update({ project, stack }, lastUpdate);
  return registry.metrics();
}
