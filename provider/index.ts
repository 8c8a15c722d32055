export type {
  Capability,
  DeepInput,
  Duration,
  ParticipantTokenArgs,
  ParticipantTokenInputs,
} from "./args.js";
export type { AssumeRole, AssumeRoleWithWebIdentity, AwsSettings, Endpoints } from "./awsSettings.js";
export { nextRotation } from "./nextRotation.js";
export { ParticipantToken } from "./participantToken.js";
