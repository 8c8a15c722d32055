export interface StageEndpoints {
  readonly events: string;
  readonly whip: string;
  readonly rtmp: string;
  readonly rtmps: string;
}

/** Endpoints in the service's form that point to the emulator, where nothing listens to them yet. */
export function stageEndpoints(url: string): StageEndpoints {
  const { host } = new URL(url);
  return {
    events: `ws://${host}/events`,
    whip: `http://${host}/whip`,
    rtmp: `rtmp://${host}/app/`,
    rtmps: `rtmps://${host}/app/`,
  };
}
