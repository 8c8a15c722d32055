import type { IncomingMessage } from "node:http";
import { headersOf } from "../headersOf.js";
import { isOperation } from "../model/operationName.js";
import { readBody } from "../readBody.js";
import type { SignedRequest } from "../signature/authenticate.js";

/** A request as it came in, before anything in it is believed. */
export interface Received extends SignedRequest {
  /** The operation's name, or `UnknownOperation`. */
  readonly operation: string;
  /** The parsed body; undefined if that isn't JSON. */
  readonly input: unknown;
}

export async function received(request: IncomingMessage): Promise<Received> {
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
