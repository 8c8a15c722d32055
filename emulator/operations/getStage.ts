import { stageArn } from "../model/shapes.js";
import type { Operation } from "./operation.js";

const getStageInput = { type: "structure", required: ["arn"], members: { arn: stageArn } } as const;

export const getStage: Operation<typeof getStageInput> = {
  input: getStageInput,
  errors: ["ResourceNotFoundException", "ValidationException", "AccessDeniedException"],
  perSecond: 5,
  handle({ arn }, { stages, participants, region }) {
    const stage = stages.get(arn, region);
    return { stage: { ...stage, ...participants.active(stage) } };
  },
};
