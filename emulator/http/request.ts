import type { IncomingMessage } from "node:http";
import { ServiceError } from "../model/errors.js";
import { isOperation } from "../operations/index.js";
import type { Received } from "../operations/perform.js";

export async function readRequest(request: IncomingMessage): Promise<Received> {
  const [path = "", search] = (request.url ?? "").split("?", 2);
  const searchParams = new URLSearchParams(search);
  const name = path.slice(1);
  const body = await readBody(request);
  return {
    operation: request.method === "POST" && isOperation(name) ? name : "UnknownOperation",
    method: request.method ?? "",
    path,
    query: Object.fromEntries([...searchParams.keys()].map((key) => [key, searchParams.getAll(key)])),
    headers: headersOf(request),
    body,
    input: parsed(body),
  };
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

const maxBytes = 1024 * 1024;

/** The whole body. What is larger than the largest input is read to its end but not kept. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) {
    throw new ServiceError("RequestEntityTooLargeException", `A request has at most ${maxBytes} bytes`);
  }
  return Buffer.concat(chunks);
}

/** The headers by their names in lower case; of one that came several times, all values. */
export function headersOf({ headersDistinct }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(",")]),
  );
}

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
  /** Whether a session token was sent. Which one is told nowhere. */
  readonly hasSessionToken: boolean;
  /** The User-Agent header. */
  readonly userAgent: string | undefined;
  /** The parsed body; undefined if that isn't JSON, and for a WebSocket. */
  readonly input: unknown;
}

/** So that an emulator that runs for weeks doesn't keep everything it was ever sent. */
const kept = 10_000;

type Arrived = Pick<Received, "operation" | "path" | "headers" | "input">;

export type Entry = { -readonly [Member in keyof EmulatorRequest]: EmulatorRequest[Member] };

/** The requests that arrived, in order. */
export class RequestLog {
  readonly entries: Entry[] = [];

  add({ operation, path, headers, input }: Arrived, date: Date): Entry {
    const [accessKeyId, , region] =
      /Credential=([^,\s]*)/.exec(headers.authorization ?? "")?.[1]?.split("/") ?? [];
    const entry = {
      date,
      operation,
      status: undefined,
      host: headers.host,
      path,
      region,
      accessKeyId,
      hasSessionToken: headers["x-amz-security-token"] !== undefined,
      userAgent: headers["user-agent"],
      input,
    };
    this.entries.push(entry);
    if (this.entries.length > kept) this.entries.shift();
    return entry;
  }
}
