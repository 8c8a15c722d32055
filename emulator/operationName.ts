/** The name of an operation that the emulator has. */
export type OperationName =
  | "CreateParticipantToken"
  | "CreateStage"
  | "DeleteStage"
  | "DisconnectParticipant"
  | "GetStage"
  | "ListStages"
  | "UpdateStage";
