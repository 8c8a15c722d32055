import { stageArn } from "./model/shapes.js";
import { violations } from "./model/validate.js";

/** Refuses what isn't the ARN of a stage, quoting the service's own pattern. */
export function assertStageArn(arn: string): void {
  if (violations(stageArn, arn).length > 0) {
    throw new TypeError(
      `${JSON.stringify(arn)} is not the ARN of a stage: it has to match ${stageArn.pattern}`,
    );
  }
}
