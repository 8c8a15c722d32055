import type { OperationName } from "../model/operationName.js";
import type { Operation } from "./operation.js";
import {
  createParticipantToken,
  disconnectParticipant,
  getParticipant,
  listParticipants,
} from "./participants.js";
import { deletePublicKey, getPublicKey, importPublicKey, listPublicKeys } from "./publicKeys.js";
import { createStage, deleteStage, getStage, listStages, updateStage } from "./stages.js";

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

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}
