import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";
import type { Emulator, EmulatorOptions } from "ivs-realtime-emulator";
import { WebSocket } from "ws";
import { stageArn, startEmulatorFor } from "../../support/emulators.mts";
import { post } from "../../support/signed.mts";

/** The headers of a WebSocket's handshake, but for its subprotocol. */
export const handshake = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": Buffer.alloc(16).toString("base64"),
};

/** A raw connection, and the handshake as it goes over it. */
export function rawHandshake({ url }: Emulator, options: { allowHalfOpen?: boolean } = {}) {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", ...options });
  const headers = Object.entries({ host: "x", ...handshake, "sec-websocket-protocol": "a" });
  const lines = ["GET /events HTTP/1.1", ...headers.map(([name, value]) => `${name}: ${value}`), "", ""];
  return { socket: socket.on("error", () => {}), request: lines.join("\r\n") };
}

/** A raw connection that has been upgraded. */
export async function upgraded(emulator: Emulator) {
  const { socket, request } = rawHandshake(emulator);
  socket.write(request);
  const [first] = (await once(socket, "data")) as [Buffer];
  assert.match(String(first), /^HTTP\/1\.1 101 /);
  return socket;
}

/** An emulator, the events endpoint of its stage as a token names it, and that token. */
export async function openEventsClient(t: TestContext, options: EmulatorOptions = {}) {
  const lines: string[] = [];
  const emulator = await startEmulatorFor(t, { log: (line) => lines.push(line), ...options });
  const ca = emulator.certificate;
  const token = ca === undefined ? await minted(emulator, options.clock?.()) : "header.payload.signature";
  const url = `${emulator.url.replace(/^http/, "ws")}/events`;
  const query = "?error_over_ws=1&topic=abcdABCDefgh/publishers&traceid=trace";
  const join = (protocols: string | string[] = token, at = url + query) => {
    const client = new WebSocket(at, protocols, { ...(ca && { ca }) });
    // `once` rejects for it too; this hears those that come when nobody waits any more.
    client.on("error", () => {});
    t.after(() => client.terminate());
    return client;
  };
  return { emulator, lines, token, url, join };
}

async function minted({ url }: Emulator, date = new Date()): Promise<string> {
  const { body } = await post(url, "CreateParticipantToken", { stageArn }, { date });
  return (body.participantToken as { token: string }).token;
}

/** One that joins is still let in: nothing took the server down. */
export async function assertStillAccepts(join: () => WebSocket): Promise<void> {
  await once(join(), "open", { signal: AbortSignal.timeout(10_000) });
}

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
