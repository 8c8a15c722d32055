export type {
  Capability,
  DeepInput,
  Duration,
  ParticipantTokenArgs,
  ParticipantTokenInputs,
} from "./args.js";
export { ParticipantToken } from "./participantToken.js";
