import { Gauge, type OpenMetricsContentType, Registry } from "prom-client";
import { printable } from "../../provider/values/redaction.js";
import { parseIsoTime } from "../../provider/values/time.js";
import type { StackStatus } from "./stackStatus.js";

const helps = {
  participant_token_expiration: "When the participant token expires.",
  participant_token_rotation: "From when on pulumi up replaces the participant token.",
  stack_last_update: "When Pulumi last wrote the state of the stack.",
} as const;
const labelsOfStack = ["project", "stack"];
const labelsOfToken = [...labelsOfStack, "name", "urn", "stage_arn"];

interface Sample {
  readonly subject: keyof typeof helps;
  readonly labels: Readonly<Record<string, string>>;
  readonly time: string | undefined;
}

/** The status as OpenMetrics text. The names follow cert-manager's metrics. */
export function openMetricsReport(status: StackStatus): Promise<string> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const all = samplesOf(status);
  for (const [subject, help] of Object.entries(helps)) {
    const samples = all.filter((sample) => sample.subject === subject);
    // A gauge without label names has a sample of 0 from the start.
    const labelNames = subject === "stack_last_update" ? labelsOfStack : labelsOfToken;
    const name = `ivs_realtime_${subject}_timestamp_seconds`;
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
    for (const { labels, time } of samples) {
      const instant = parseIsoTime(time);
      if (instant) gauge.set(labels, instant.getTime() / 1000);
    }
  }
  return registry.metrics();
}

function samplesOf({ project = "", stack = "", tokens, lastUpdate }: StackStatus): Sample[] {
  const place = { project: printable(project), stack: printable(stack) };
  const times = tokens.flatMap(({ name, urn, stageArn = "", expirationTime, rotationTime }): Sample[] => {
    const own = { name: printable(name), urn: printable(urn), stage_arn: printable(stageArn) };
    const labels = { ...place, ...own };
    return [
      { subject: "participant_token_expiration", labels, time: expirationTime },
      { subject: "participant_token_rotation", labels, time: rotationTime },
    ];
  });
  return [...times, { subject: "stack_last_update", labels: place, time: lastUpdate }];
}
