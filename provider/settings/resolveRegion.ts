import type { Reader } from "./reader.js";

/** The stage's ARN decides; `aws:region` never does, as it is where the rest of the stack lives. */
export function resolveRegion(stageArn: string, hasEndpoint: boolean, reader: Reader): string {
  const region = stageArn.split(":")[3] ?? "";
  const explicit = reader.read("region");
  if (explicit === undefined || explicit.value === region) return region;
  if (hasEndpoint) return explicit.value;
  reader.problem(
    `${explicit.from} is "${explicit.value}", but the stage ${stageArn} is in ${region}, so calls would go where the ` +
      "stage is not: remove it (the ARN's region is used), or set an endpoint too",
  );
  return region;
}
