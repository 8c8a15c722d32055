import type { OperationName } from "../model/operationName.js";
import { createParticipantToken } from "./createParticipantToken.js";
import { createStage } from "./createStage.js";
import { deletePublicKey } from "./deletePublicKey.js";
import { deleteStage } from "./deleteStage.js";
import { disconnectParticipant } from "./disconnectParticipant.js";
import { getParticipant } from "./getParticipant.js";
import { getPublicKey } from "./getPublicKey.js";
import { getStage } from "./getStage.js";
import { listPublicKeys } from "./listPublicKeys.js";
import { listStages } from "./listStages.js";
import type { Operation } from "./operation.js";
import { listParticipants } from "./participants.js";
import { importPublicKey } from "./publicKeys.js";
import { updateStage } from "./stages.js";

/** Every operation that the emulator has, by the name that is also its path. */
export const operations = {
  CreateParticipantToken: createParticipantToken,
  CreateStage: createStage,
  DeletePublicKey: deletePublicKey,
  DeleteStage: deleteStage,
  DisconnectParticipant: disconnectParticipant,
  GetParticipant: getParticipant,
  GetPublicKey: getPublicKey,
  GetStage: getStage,
  ImportPublicKey: importPublicKey,
  ListParticipants: listParticipants,
  ListPublicKeys: listPublicKeys,
  ListStages: listStages,
  UpdateStage: updateStage,
} as const satisfies Readonly<Record<OperationName, Pick<Operation, "input" | "errors" | "perSecond">>>;
