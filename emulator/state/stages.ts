import { ServiceError } from "../model/errors.js";
import type { ValueOf } from "../model/rule.js";
import type { autoParticipantRecordingConfiguration } from "../model/shapes.js";
import { account, parseArn, randomId } from "./identifiers.js";
import type { Placed } from "./paging.js";
import { type Space, takeFor } from "./space.js";

const stageIdLength = 12;

interface StageSettings {
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly autoParticipantRecordingConfiguration?: AutoParticipantRecordingConfiguration;
}

interface PlacedStage extends Placed {
  readonly stage: Stage;
  readonly bytes: number;
}

/** The stages that exist, in order of creation. */
export class Stages {
  readonly #stages = new Map<string, PlacedStage>();
  readonly #endpoints: StageEndpoints;
  readonly #max: number;
  readonly #space: Space;
  #places = 0;

  /** No more are created once there are `max` in a region. */
  constructor(arns: readonly string[], endpoints: StageEndpoints, max: number, space: Space) {
    this.#endpoints = endpoints;
    this.#max = max;
    this.#space = space;
    for (const arn of arns) this.#put(arn, {});
  }

  create(region: string, settings: StageSettings): Stage {
    if (this.list(region).length >= this.#max) {
      throw new ServiceError("ServiceQuotaExceededException", `At most ${this.#max} stages in a region`);
    }
    return this.#put(`arn:aws:ivs:${region}:${account}:stage/${randomId(stageIdLength)}`, settings);
  }

  /** The stage of that ARN, in any region. */
  find(arn: string): Stage | undefined {
    return this.#stages.get(arn)?.stage;
  }

  /** The stage of that ARN, if it exists in the region that the request is signed for. */
  findIn(arn: string, region: string): Stage | undefined {
    const stage = this.find(arn);
    return stage !== undefined && parseArn(arn).region === region ? stage : undefined;
  }

  /** The same, or a ResourceNotFoundException. */
  get(arn: string, region: string): Stage {
    const stage = this.findIn(arn, region);
    if (stage === undefined) {
      throw new ServiceError("ResourceNotFoundException", `Resource: ${arn} not found`);
    }
    return stage;
  }

  list(region: string): PlacedStage[] {
    return [...this.#stages.values()].filter(({ stage }) => parseArn(stage.arn).region === region);
  }

  update(stage: Stage): Stage {
    const { place = ++this.#places, bytes = takeFor(stage, this.#space) } = this.#stages.get(stage.arn) ?? {};
    this.#stages.set(stage.arn, { place, stage, bytes });
    return stage;
  }

  delete({ arn }: Stage): void {
    this.#space.free(this.#stages.get(arn)?.bytes ?? 0);
    this.#stages.delete(arn);
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

export type AutoParticipantRecordingConfiguration = ValueOf<typeof autoParticipantRecordingConfiguration>;

/** A stage as GetStage answers it, apart from `activeSessionId`, which the participants know. */
export interface Stage {
  readonly arn: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly autoParticipantRecordingConfiguration: AutoParticipantRecordingConfiguration;
  readonly endpoints: StageEndpoints;
}

/** What the service's own examples show for a stage that records nothing. */
export const recordingDefaults: AutoParticipantRecordingConfiguration = {
  storageConfigurationArn: "",
  mediaTypes: ["AUDIO_VIDEO"],
  thumbnailConfiguration: {
    targetIntervalSeconds: 60,
    storage: ["SEQUENTIAL"],
    recordingMode: "DISABLED",
  },
  recordingReconnectWindowSeconds: 0,
  hlsConfiguration: { targetSegmentDurationSeconds: 6 },
  recordParticipantReplicas: true,
};

interface StageEndpoints {
  readonly events: string;
  readonly whip: string;
  readonly rtmp: string;
  readonly rtmps: string;
}

/** Endpoints in the service's form that point to the emulator. Of them `events` alone is answered: see http/events.ts. */
export function stageEndpoints(url: string): StageEndpoints {
  const { host, protocol } = new URL(url);
  return {
    events: `${protocol === "https:" ? "wss" : "ws"}://${host}${eventsPath}`,
    whip: `${protocol}//${host}/whip`,
    rtmp: `rtmp://${host}/app/`,
    rtmps: `rtmps://${host}/app/`,
  };
}

/** Where clients that join open their WebSocket. */
export const eventsPath = "/events";
