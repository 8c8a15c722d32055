import type { IncomingMessage } from "node:http";
import { ServiceError } from "./model/errors.js";

const maxBytes = 1024 * 1024;

/** The whole body. What is larger than the largest input is read to its end but not kept. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
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
