export { nextRotation, ParticipantToken } from "./program/participantToken.js";
export type {
  AssumeRole,
  AssumeRoleWithWebIdentity,
  AwsSettings,
  Endpoints,
} from "./settings/awsSettings.js";
export type {
  DeepInput,
  Duration,
  ParticipantTokenArgs,
  ParticipantTokenInputs,
} from "./token/inputs.js";
export type { Capability } from "./values/service.js";
