import { operations } from "../operations/index.js";

/** The name of an operation that the emulator has. */
export type OperationName =
  | "CreateParticipantToken"
  | "CreateStage"
  | "DeletePublicKey"
  | "DeleteStage"
  | "DisconnectParticipant"
  | "GetParticipant"
  | "GetPublicKey"
  | "GetStage"
  | "ImportPublicKey"
  | "ListParticipants"
  | "ListPublicKeys"
  | "ListStages"
  | "UpdateStage";

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}
