import assert from "node:assert/strict";
import { once } from "node:events";
import type { ClientRequest, IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import type { WebSocket } from "ws";
import { answer, handshake, joining, letsIn, rawHandshake } from "./support/events.mts";

/** The HTTP answer to a client that is refused. */
async function refusal(client: WebSocket): Promise<{ status: number | undefined; text: string }> {
  const signal = AbortSignal.timeout(10_000);
  const [, response] = (await once(client, "unexpected-response", { signal })) as [
    ClientRequest,
    IncomingMessage,
  ];
  return { status: response.statusCode, text: await text(response) };
}

describe("whom the events endpoint refuses", () => {
  test("refuses another path", async (t) => {
    const { emulator, lines, join, token } = await joining(t);
    for (const path of ["/", "/event", "/events/", "/events/x", "/CreateParticipantToken"]) {
      const refused = { status: 404, text: "The one WebSocket here is /events" };
      const at = emulator.url.replace(/^http/, "ws") + path;
      assert.deepEqual(await refusal(join(token, at)), refused);
      assert.match(lines.at(-1) ?? "", /^UnknownOperation 404 \d+ ms$/);
      assert.deepEqual(emulator.requests.at(-1)?.status, 404);
    }
    assert.equal(JSON.stringify([emulator.requests, lines]).includes(token), false);
  });

  test("refuses who has no subprotocol", async (t) => {
    const { lines, join } = await joining(t);
    const text = "A WebSocket for events has the token as its subprotocol";
    assert.deepEqual(await refusal(join([])), { status: 400, text });
    assert.match(lines.at(-1) ?? "", /^OpenEvents 400 \d+ ms$/);
  });

  for (const [what, method, headers] of [
    ["another method", "POST", {}],
    ["no key", "GET", { "sec-websocket-key": "short" }],
    ["a version that there isn't", "GET", { "sec-websocket-version": "99" }],
    ["a subprotocol that can't be one", "GET", { "sec-websocket-protocol": "a b" }],
  ] as const) {
    test(`refuses a handshake with ${what}`, async (t) => {
      const { emulator, join } = await joining(t);
      const all = { ...handshake, "sec-websocket-protocol": "a", ...headers };
      const refused = { status: 400, text: "This is no WebSocket handshake" };
      assert.deepEqual(await answer(emulator, "/events", method, all), refused);
      await letsIn(join);
    });
  }

  test("is no operation, and an operation is no WebSocket", async (t) => {
    const { emulator } = await joining(t);
    assert.equal((await answer(emulator, "/events", "GET", {})).status, 404);
    assert.equal((await answer(emulator, "/CreateParticipantToken", "POST", handshake)).status, 404);
  });

  test("lets go of who was refused and never ends its side", async (t) => {
    const { emulator } = await joining(t);
    const { socket, request } = rawHandshake(emulator, { allowHalfOpen: true });
    t.after(() => socket.destroy());
    socket.write(request.replace("/events", "/other"));
    await once(socket.resume(), "end");
    // What is written to a connection that is gone is answered by a reset.
    const wrote = () => assert.ok(!socket.write("x") || socket.destroyed);
    await t.waitFor(wrote, { interval: 10, timeout: 5_000 });
    assert.equal(socket.destroyed, true);
  });
});
