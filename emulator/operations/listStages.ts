import { paging } from "../model/shapes.js";
import { page } from "../state/paging.js";
import type { Stage } from "../state/stages.js";
import type { Operation } from "./operation.js";

const listStagesInput = { type: "structure", members: paging } as const;

export const listStages: Operation<typeof listStagesInput> = {
  input: listStagesInput,
  errors: ["ValidationException", "AccessDeniedException", "ConflictException"],
  perSecond: 5,
  handle(asked, { stages, participants, region }) {
    const { items, next } = page(stages.list(region), asked);
    return {
      stages: items.map(({ stage }) => ({ ...summary(stage), ...participants.active(stage) })),
      ...next,
    };
  },
};

function summary({ arn, name, tags }: Stage) {
  return { arn, name, tags };
}
