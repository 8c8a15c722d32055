import type { ValueOf } from "./model/rule.js";
import type { autoParticipantRecordingConfiguration } from "./model/shapes.js";
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
