import { eventsPath } from "./eventsPath.js";

export interface StageEndpoints {
  readonly events: string;
  readonly whip: string;
  readonly rtmp: string;
  readonly rtmps: string;
}

/** Endpoints in the service's form that point to the emulator. Of them `events` alone is answered: see eventsListener.ts. */
export function stageEndpoints(url: string): StageEndpoints {
  const { host, protocol } = new URL(url);
  return {
    events: `${protocol === "https:" ? "wss" : "ws"}://${host}${eventsPath}`,
    whip: `${protocol}//${host}/whip`,
    rtmp: `rtmp://${host}/app/`,
    rtmps: `rtmps://${host}/app/`,
  };
}
