import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Emulator } from "pulumi-ivs-realtime/emulator";

/** The HTTP answer to a request with these headers, be it an upgrade or not. */
export async function answer(
  { url }: Emulator,
  path: string,
  method: string,
  headers: Record<string, string>,
) {
  const sent = request(url + path, { method, headers, agent: new Agent(), timeout: 10_000 });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, text: await text(response) };
}
