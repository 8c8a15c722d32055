import { unquoted } from "./values/redaction.js";
import { limits } from "./values/service.js";

const { pattern, maxLength, example } = limits.stageArn;

/** What is wrong with a stage ARN, if anything. What doesn't look like an ARN is not quoted: it may be a secret. */
export function checkStageArn(value: unknown): string | undefined {
  if (value === undefined) return `is required: the ARN of the stage that the token lets in, like ${example}`;
  if (typeof value !== "string") return `must be a string like ${example}`;
  if (pattern.test(value)) return checkLength(value);
  const shown = /^arn:[\w:/.*-]{0,200}$/.test(value) ? `"${value}"` : unquoted(value);
  return `is ${shown}, which the service refuses: ${reason(value)}. Take the stage's ARN as GetStage shows it, like ${example}`;
}

function checkLength(value: string): string | undefined {
  if (value.length <= maxLength) return undefined;
  return `is ${value.length} characters long, but the service refuses ARNs of more than ${maxLength}`;
}

function reason(value: string): string {
  const modelled = `its model allows only ${pattern.source.slice(1, -1).replaceAll("\\/", "/")}`;
  const partition = /^arn:([a-z-]+):/.exec(value)?.[1];
  if (partition === undefined || partition === "aws") return modelled;
  return `IVS Real-Time stages are in the partition "aws", not "${partition}"; ${modelled}`;
}
