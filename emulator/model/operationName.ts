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
