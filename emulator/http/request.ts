import type { IncomingMessage } from "node:http";
import { ServiceError } from "../model/errors.js";
import { isOperation } from "../operations/index.js";
import type { Received } from "../operations/perform.js";
import { inMegabytes, type Share } from "../state/space.js";

/** The request with its whole body, which takes its bytes of the share. */
export async function readRequest(request: IncomingMessage, share: Share): Promise<Received> {
  const [path = "", search] = (request.url ?? "").split("?", 2);
  const name = path.slice(1);
  const body = await readBody(request, share);
  return {
    operation: request.method === "POST" && isOperation(name) ? name : "UnknownOperation",
    method: request.method ?? "",
    path,
    query: queryOf(search),
    headers: headersOf(request),
    body,
  };
}

/** Linear in its length: a list for each mention of a key that comes 8,000 times would be half a gigabyte. */
function queryOf(search: string | undefined): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(search)) {
    const list = values.get(key);
    if (list === undefined) values.set(key, [value]);
    else list.push(value);
  }
  return Object.fromEntries(values);
}

const maxBytes = 1024 * 1024;

/** The whole body. What is larger than the largest input, or finds no room, is read to its end but not kept. */
async function readBody(request: IncomingMessage, share: Share): Promise<Buffer> {
  let body = Buffer.alloc(0);
  let size = 0;
  let refused: ServiceError | undefined;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const before = size;
    size += chunk.length;
    if (refused === undefined && size > body.length) {
      refused = size > maxBytes ? tooLarge() : grow();
      if (refused !== undefined) [body] = [Buffer.alloc(0), share.free()];
    }
    // Copied: a chunk of one byte takes two hundred while it is kept.
    if (refused === undefined) chunk.copy(body, before);
  }
  if (refused !== undefined) throw refused;
  return body.subarray(0, size);

  function grow(): ServiceError | undefined {
    const larger = Buffer.allocUnsafeSlow(Math.max(size, Math.min(2 * body.length, maxBytes)));
    if (!share.take(larger.length - body.length)) return noRoom(share);
    body.copy(larger);
    body = larger;
    return undefined;
  }
}

function tooLarge(): ServiceError {
  return new ServiceError("RequestEntityTooLargeException", `A request has at most ${maxBytes} bytes`);
}

/** What is answered where too much is under way already. The service's own word for it, which clients try again. */
export function noRoom({ space }: Share): ServiceError {
  const all = `all requests and answers under way together have at most ${inMegabytes(space.max)}`;
  return new ServiceError("ServiceUnavailableException", `The emulator is full: ${all}. Send fewer at once`);
}

/** The headers by their names in lower case; of one that came several times, all values. */
export function headersOf({ headersDistinct }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(",")]),
  );
}
