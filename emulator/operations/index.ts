import type { Operation } from "../operation.js";
import type { OperationName } from "../operationName.js";
import { createParticipantToken } from "./createParticipantToken.js";
import { createStage } from "./createStage.js";
import { deleteStage } from "./deleteStage.js";
import { disconnectParticipant } from "./disconnectParticipant.js";
import { getStage } from "./getStage.js";
import { listStages } from "./listStages.js";
import { updateStage } from "./updateStage.js";

/** Every operation that the emulator has, by the name that is also its path. */
export const operations = {
  CreateParticipantToken: createParticipantToken,
  CreateStage: createStage,
  DeleteStage: deleteStage,
  DisconnectParticipant: disconnectParticipant,
  GetStage: getStage,
  ListStages: listStages,
  UpdateStage: updateStage,
} as const satisfies Readonly<Record<OperationName, Pick<Operation, "input" | "errors">>>;
