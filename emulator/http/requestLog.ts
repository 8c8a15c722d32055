import { parsedBody, type Received } from "../operations/perform.js";
import { room } from "../state/space.js";

/** A request that arrived at the emulator, as a test asserts on it. */
export interface EmulatorRequest {
  /** When it arrived, by the emulator's clock. */
  readonly date: Date;
  /** The operation's name; `OpenEvents` for a WebSocket at `/events`; `UnknownOperation` for all else. */
  readonly operation: string;
  /** The HTTP status answered, 101 to a WebSocket; undefined while it isn't, and for good where the connection was dropped. */
  readonly status: number | undefined;
  /** The Host header: what the client takes the emulator for. */
  readonly host: string | undefined;
  /** The path, as `/CreateParticipantToken`; the path of an endpoint URL comes before it. */
  readonly path: string;
  /** The region that the request says it is signed for; undefined if it isn't signed. */
  readonly region: string | undefined;
  /** The access key that the request says it is signed with; undefined if it isn't signed. */
  readonly accessKeyId: string | undefined;
  /** Whether a session token was sent. Which one is kept nowhere. */
  readonly hasSessionToken: boolean;
  /** The User-Agent header. */
  readonly userAgent: string | undefined;
  /** The parsed body, parsed each time it is read; undefined if that isn't JSON, for a WebSocket, and where it was cut. */
  readonly input: unknown;
  /** Only where the log had no room for the body any more: how many bytes it had. */
  readonly inputCut?: number;
}

/** So that an emulator that runs for weeks doesn't keep everything it was ever sent. */
const kept = 10_000;

type Arrived = Pick<Received, "operation" | "path" | "headers"> & { readonly body: Uint8Array | undefined };

export type Entry = { -readonly [Member in keyof EmulatorRequest]: EmulatorRequest[Member] };

/** What is kept of an entry: its bytes without the body, and the body. */
interface Kept {
  readonly bytes: number;
  body: Buffer | undefined;
}

/** The requests that arrived, in order: the last ones, as many as there is room for. */
export class RequestLog {
  readonly entries: Entry[] = [];
  readonly #kept: Kept[] = [];
  readonly #max: number;
  /** How many of the oldest have no body any more. */
  #cut = 0;
  #bytes = 0;

  constructor(max: number = room.log) {
    this.#max = max;
  }

  add({ operation, path, headers, body }: Arrived, date: Date): Entry {
    const texts = textsOf(path, headers);
    const lengths = Object.values(texts).map((text = "") => 2 * text.length);
    const held: Kept = {
      bytes: lengths.reduce((sum, one) => sum + one, overhead),
      body: body && copied(body),
    };
    const entry: Entry = {
      date,
      operation,
      status: undefined,
      ...texts,
      hasSessionToken: headers["x-amz-security-token"] !== undefined,
      // Parsed, a body may take twenty times its bytes.
      get input() {
        return held.body && parsedBody(held.body);
      },
    };
    this.entries.push(entry);
    this.#kept.push(held);
    this.#bytes += held.bytes + (held.body?.length ?? 0);
    while (this.#bytes > this.#max && this.#cut < this.entries.length) this.#cutOldest();
    while (this.#bytes > this.#max || this.entries.length > kept) this.#dropOldest();
    return entry;
  }

  #cutOldest(): void {
    const [entry, held] = [this.entries[this.#cut], this.#kept[this.#cut]];
    this.#cut += 1;
    if (entry === undefined || held?.body === undefined || held.body.length === 0) return;
    this.#bytes -= held.body.length;
    entry.inputCut = held.body.length;
    held.body = undefined;
  }

  #dropOldest(): void {
    const held = this.#kept.shift();
    this.entries.shift();
    this.#cut = Math.max(0, this.#cut - 1);
    this.#bytes -= (held?.bytes ?? 0) + (held?.body?.length ?? 0);
  }
}

/** Of an entry's objects. */
const overhead = 1_000;

function textsOf(path: string, headers: Readonly<Record<string, string>>) {
  const [accessKeyId, , region] =
    /Credential=([^,\s]*)/.exec(headers.authorization ?? "")?.[1]?.split("/") ?? [];
  return {
    host: own(headers.host),
    path: own(path),
    region: own(region),
    accessKeyId: own(accessKeyId),
    userAgent: own(headers["user-agent"]),
  };
}

/** A slice of a text keeps the whole of it in memory; a copy doesn't. */
function own<T extends string | undefined>(text: T): T {
  return (text === undefined ? undefined : copied(Buffer.from(text)).toString()) as T;
}

/** The same of bytes, which may be a corner of something larger. */
function copied(bytes: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}
