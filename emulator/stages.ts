import { randomId } from "./randomId.js";
import { recordingDefaults } from "./recordingDefaults.js";
import { ServiceError } from "./serviceError.js";
import type { AutoParticipantRecordingConfiguration, Stage } from "./stage.js";
import type { StageEndpoints } from "./stageEndpoints.js";

const account = "123456789012";
const stageIdLength = 12;

interface StageSettings {
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly autoParticipantRecordingConfiguration?: AutoParticipantRecordingConfiguration;
}

/** A stage and its place in the order of creation, which no deletion of another changes. */
interface Placed {
  readonly place: number;
  readonly stage: Stage;
}

/** The stages that exist, in order of creation. */
export class Stages {
  readonly #stages = new Map<string, Placed>();
  readonly #endpoints: StageEndpoints;
  #places = 0;

  constructor(arns: readonly string[], endpoints: StageEndpoints) {
    this.#endpoints = endpoints;
    for (const arn of arns) this.#put(arn, {});
  }

  create(region: string, settings: StageSettings): Stage {
    return this.#put(`arn:aws:ivs:${region}:${account}:stage/${randomId(stageIdLength)}`, settings);
  }

  /** The stage of that ARN in whatever region. */
  find(arn: string): Stage | undefined {
    return this.#stages.get(arn)?.stage;
  }

  /** The stage of that ARN, if it exists in the region that the request is signed for. */
  get(arn: string, region: string): Stage {
    const stage = this.find(arn);
    if (stage === undefined || regionOf(stage) !== region) {
      throw new ServiceError("ResourceNotFoundException", `Resource: ${arn} not found`);
    }
    return stage;
  }

  list(region: string): Placed[] {
    return [...this.#stages.values()].filter(({ stage }) => regionOf(stage) === region);
  }

  update(stage: Stage): Stage {
    const place = this.#stages.get(stage.arn)?.place ?? ++this.#places;
    this.#stages.set(stage.arn, { place, stage });
    return stage;
  }

  delete(stage: Stage): void {
    this.#stages.delete(stage.arn);
  }

  #put(arn: string, { name = "", tags = {}, autoParticipantRecordingConfiguration }: StageSettings): Stage {
    return this.update({
      arn,
      name,
      tags,
      autoParticipantRecordingConfiguration: {
        ...recordingDefaults,
        ...autoParticipantRecordingConfiguration,
      },
      endpoints: this.#endpoints,
    });
  }
}

function regionOf(stage: Stage): string | undefined {
  return stage.arn.split(":")[3];
}
