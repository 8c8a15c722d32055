import { stageArn } from "./model/shapes.js";
import { violations } from "./model/validate.js";

/** The stage of the examples in the AWS CLI's reference. */
export const exampleStage = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";

/** Refuses what isn't the ARN of a stage, quoting the service's own pattern. */
export function assertStageArn(arn: string): void {
  if (violations(stageArn, arn).length > 0) {
    throw new TypeError(
      `${JSON.stringify(arn)} is not the ARN of a stage: it has to match ${stageArn.pattern}`,
    );
  }
}
