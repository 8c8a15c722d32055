import { ServiceError } from "../model/errors.js";

const megabyte = 1024 * 1024;

/**
 * What the emulator keeps in memory at most, whatever it is sent. By bytes, since counts bound nothing: a thousand
 * requests may be a gigabyte. README's "What it keeps" has the same figures.
 */
export const room = {
  /** The log of requests; beyond it the oldest lose their input, then go. */
  log: 16 * megabyte,
  /** Bodies from their first byte to the answer, and answers until they are read. */
  traffic: 32 * megabyte,
  /** Stages, public keys and participants. */
  state: 32 * megabyte,
  /** Connections, those of events included. */
  connections: 2_000,
  /** Requests that one connection may have sent ahead of their answers. */
  pipelined: 16,
  /** One message to the events endpoint, and what may wait there to be read. */
  message: 16 * 1024,
} as const;

/** So many bytes, of which what is kept takes its part and gives it back. */
export class Space {
  readonly max: number;
  #taken = 0;

  constructor(max: number) {
    this.max = max;
  }

  /** False, and nothing taken, where there is no room for so many. */
  take(bytes: number): boolean {
    if (this.#taken + bytes > this.max) return false;
    this.#taken += bytes;
    return true;
  }

  free(bytes: number): void {
    this.#taken -= bytes;
  }
}

/** The part of a space that one request has, given back as a whole. */
export class Share {
  readonly space: Space;
  #bytes = 0;
  #ended = false;

  constructor(space: Space) {
    this.space = space;
  }

  take(bytes: number): boolean {
    // The client is gone, so what is made for it isn't kept, and nobody would give its bytes back.
    if (this.#ended) return true;
    const taken = this.space.take(bytes);
    if (taken) this.#bytes += bytes;
    return taken;
  }

  free(): void {
    this.space.free(this.#bytes);
    this.#bytes = 0;
  }

  end(): void {
    this.free();
    this.#ended = true;
  }
}

/** Of objects and Map entries, and of what an update may add. */
const overhead = 2_000;

/** Takes what a plain value needs while it is kept, and returns how many bytes; a quota's error where there is no room. */
export function takeFor(value: unknown, space: Space): number {
  // A character beyond Latin-1 makes two bytes of each.
  const bytes = overhead + 2 * JSON.stringify(value).length;
  if (space.take(bytes)) return bytes;
  const limit = `at most ${inMegabytes(space.max)} of stages, public keys and participants`;
  throw new ServiceError("ServiceQuotaExceededException", `The emulator keeps ${limit}. Delete some stages`);
}

export function inMegabytes(bytes: number): string {
  return `${Math.floor(bytes / megabyte)} MB`;
}
