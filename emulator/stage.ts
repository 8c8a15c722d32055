import type { ValueOf } from "./rule.js";
import type { autoParticipantRecordingConfiguration } from "./shapes/autoParticipantRecordingConfiguration.js";
import type { StageEndpoints } from "./stageEndpoints.js";

export type AutoParticipantRecordingConfiguration = ValueOf<typeof autoParticipantRecordingConfiguration>;

/** A stage as GetStage answers it, apart from `activeSessionId`, which is the participants' to tell. */
export interface Stage {
  readonly arn: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly autoParticipantRecordingConfiguration: AutoParticipantRecordingConfiguration;
  readonly endpoints: StageEndpoints;
}
