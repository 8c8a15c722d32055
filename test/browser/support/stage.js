// @ts-nocheck: it runs in a browser, whose types aren't known here.
// Follows the web client's own text and takes its Stage's place: others are on the stage when a test says so.
const client = globalThis.IVSBroadcastClient;
const { StageEvents, SubscribeType } = client;

class Stage {
  #strategy;
  #listeners = new Map();

  constructor(_token, strategy) {
    this.#strategy = strategy;
    globalThis.stage = this;
  }

  on(event, listener) {
    this.#listeners.set(event, listener);
  }

  async join() {}

  leave() {}

  /** Somebody publishes a picture of that width. */
  publishes(participant, width) {
    const wanted = this.#strategy.shouldSubscribeToParticipant(participant);
    if (wanted !== SubscribeType.AUDIO_VIDEO) throw new Error(`It subscribes to ${wanted}`);
    const canvas = Object.assign(document.createElement("canvas"), { width, height: 32 });
    canvas.getContext("2d").fillRect(0, 0, width, 32);
    const streams = canvas.captureStream().getTracks();
    this.#tell(
      StageEvents.STAGE_PARTICIPANT_STREAMS_ADDED,
      participant,
      streams.map((mediaStreamTrack) => ({ mediaStreamTrack })),
    );
  }

  /** All that somebody publishes ends. */
  ends(participant, video) {
    this.#tell(
      StageEvents.STAGE_PARTICIPANT_STREAMS_REMOVED,
      participant,
      video.srcObject.getTracks().map((mediaStreamTrack) => ({ mediaStreamTrack })),
    );
  }

  #tell(event, ...args) {
    this.#listeners.get(event)(...args);
  }
}

globalThis.IVSBroadcastClient = { ...client, Stage };
