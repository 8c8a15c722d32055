import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, type TestContext, test } from "node:test";
import type { Emulator, EmulatorOptions } from "pulumi-ivs-realtime/emulator";
import { WebSocket } from "ws";
import { openWebSocket } from "../../dist/emulator/openWebSocket.js";
import { post } from "../support/post.mts";
import { stageArn } from "../support/stageArn.mts";
import { started } from "../support/started.mts";

/** An emulator, the events endpoint of its stage as a token names it, and that token. */
async function opened(t: TestContext, options: EmulatorOptions = {}) {
  const lines: string[] = [];
  const emulator = await started(t, { log: (line) => lines.push(line), ...options });
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

/** The HTTP answer to a client that is refused. */
async function refusal(client: WebSocket): Promise<{ status: number | undefined; text: string }> {
  const signal = AbortSignal.timeout(10_000);
  const [, response] = (await once(client, "unexpected-response", { signal })) as [
    ClientRequest,
    IncomingMessage,
  ];
  return { status: response.statusCode, text: await text(response) };
}

/** The HTTP answer to a request with these headers, be it an upgrade or not. */
async function answer({ url }: Emulator, path: string, method: string, headers: Record<string, string>) {
  const sent = request(url + path, { method, headers, agent: new Agent(), timeout: 10_000 });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, text: await text(response) };
}

const handshake = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": Buffer.alloc(16).toString("base64"),
};

/** A raw connection, and the handshake as it goes over it. */
function raw({ url }: Emulator, options: { allowHalfOpen?: boolean } = {}) {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", ...options });
  const headers = Object.entries({ host: "x", ...handshake, "sec-websocket-protocol": "a" });
  const lines = ["GET /events HTTP/1.1", ...headers.map(([name, value]) => `${name}: ${value}`), "", ""];
  return { socket: socket.on("error", () => {}), request: lines.join("\r\n") };
}

/** A raw connection that has been upgraded. */
async function upgraded(emulator: Emulator) {
  const { socket, request } = raw(emulator);
  socket.write(request);
  const [first] = (await once(socket, "data")) as [Buffer];
  assert.match(String(first), /^HTTP\/1\.1 101 /);
  return socket;
}

/** One that joins is still let in: nothing took the server down. */
async function letsIn(join: () => WebSocket): Promise<void> {
  await once(join(), "open", { signal: AbortSignal.timeout(10_000) });
}

describe("the events endpoint", () => {
  for (const tls of [false, true]) {
    test(`opens a WebSocket with the client's subprotocol ${tls ? "over TLS" : "in plain"}`, async (t) => {
      const { emulator, token, join } = await opened(t, { tls });
      const client = join();
      await once(client, "open");
      assert.equal(client.protocol, token);
      assert.deepEqual(emulator.requests.at(-1)?.status, 101);
    });
  }

  test("stands in the token, and takes the first of several subprotocols", async (t) => {
    const { token, url, join } = await opened(t);
    const claims = JSON.parse(String(Buffer.from(token.split(".")[1] ?? "", "base64url")));
    assert.equal(claims.events_url, url);
    const client = join(["first", "second"], claims.events_url);
    await once(client, "open");
    assert.equal(client.protocol, "first");
  });

  test("says nothing, whatever it is told, and answers pings and the end", async (t) => {
    const { join } = await opened(t);
    const client = join();
    await once(client, "open");
    client.on("message", () => assert.fail("it said something"));
    client.send("{}");
    client.send(Buffer.alloc(10_000));
    client.ping();
    await once(client, "pong");
    client.close(1000);
    assert.deepEqual((await once(client, "close"))[0], 1000);
  });

  test("takes any token, as it checks none", async (t) => {
    const { join } = await opened(t);
    await once(join("not.a.token"), "open");
  });

  test("leaves one line in the log and one request, with neither the token nor the query", async (t) => {
    const { emulator, lines, token, join } = await opened(t, {
      clock: () => new Date("2031-05-06T07:08:09Z"),
    });
    await once(join(), "open");
    await t.waitFor(() => assert.equal(lines.length, 2), { interval: 1, timeout: 10_000 });
    assert.match(lines[1] ?? "", /^OpenEvents 101 \d+ ms$/);
    const { host } = new URL(emulator.url);
    const unsigned = { region: undefined, accessKeyId: undefined, hasSessionToken: false };
    assert.deepEqual(emulator.requests.slice(1), [
      {
        date: new Date("2031-05-06T07:08:09Z"),
        operation: "OpenEvents",
        status: 101,
        host,
        path: "/events",
        ...unsigned,
        userAgent: undefined,
        input: undefined,
      },
    ]);
    const kept = JSON.stringify([emulator.requests, lines]);
    for (const secret of [...token.split("."), "traceid"]) assert.equal(kept.includes(secret), false);
  });

  test("refuses another path", async (t) => {
    const { emulator, lines, join, token } = await opened(t);
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
    const { lines, join } = await opened(t);
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
      const { emulator, join } = await opened(t);
      const all = { ...handshake, "sec-websocket-protocol": "a", ...headers };
      const refused = { status: 400, text: "This is no WebSocket handshake" };
      assert.deepEqual(await answer(emulator, "/events", method, all), refused);
      await letsIn(join);
    });
  }

  test("is no operation, and an operation is no WebSocket", async (t) => {
    const { emulator } = await opened(t);
    assert.equal((await answer(emulator, "/events", "GET", {})).status, 404);
    assert.equal((await answer(emulator, "/CreateParticipantToken", "POST", handshake)).status, 404);
  });

  test("leaves a request that offers another protocol the request that it is", async (t) => {
    const { emulator } = await opened(t);
    const offer = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "" };
    assert.equal((await answer(emulator, "/ListStages", "POST", offer)).status, 403);
  });

  test("closes with the emulator, however many are open", async (t) => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on("warning", warned);
    t.after(() => process.off("warning", warned));
    const { emulator, join } = await opened(t);
    const clients = Array.from({ length: 20 }, () => join());
    await Promise.all(clients.map((client) => once(client, "open")));
    const gone = clients.map((client) => once(client, "close"));
    await emulator.close();
    for (const [code] of await Promise.all(gone)) assert.equal(code, 1006);
    assert.deepEqual(warnings, []);
  });

  test("closes while a handshake is under way", async (t) => {
    const { emulator, join } = await opened(t);
    const client = join();
    const ended = once(client, "close");
    await t.waitFor(() => assert.equal(emulator.requests.length, 2), { interval: 1, timeout: 10_000 });
    await emulator.close();
    await ended;
  });

  test("outlives what is no frame", async (t) => {
    const { emulator, join } = await opened(t);
    for (const garbage of ["garbage", "\xff\xff\xff\xff", "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"]) {
      const socket = await upgraded(emulator);
      const ended = once(socket.resume(), "close");
      socket.write(Buffer.from(garbage, "latin1"));
      await ended;
    }
    await letsIn(join);
  });

  test("outlives clients that go away in the middle", async (t) => {
    const { emulator, join } = await opened(t);
    const socket = await upgraded(emulator);
    socket.resetAndDestroy();
    const half = await upgraded(emulator);
    half.end(Buffer.from([0x81, 0xff, 0]));
    await once(half.resume(), "close");
    const early = raw(emulator);
    early.socket.write(early.request, () => early.socket.resetAndDestroy());
    await once(early.socket, "close");
    await letsIn(join);
  });

  test("takes note of clients that are gone before they could be answered", async () => {
    const headers = { ...handshake, "sec-websocket-protocol": "a" };
    const request = { method: "GET", headers } as unknown as IncomingMessage;
    const [gone, ending] = [new PassThrough(), new PassThrough()];
    await once(gone.destroy(), "close");
    ending.end();
    for (const socket of [gone, ending])
      assert.equal(await openWebSocket(request, socket, Buffer.alloc(0)), undefined);
  });

  test("lets go of who was refused and never ends its side", async (t) => {
    const { emulator } = await opened(t);
    const { socket, request } = raw(emulator, { allowHalfOpen: true });
    t.after(() => socket.destroy());
    socket.write(request.replace("/events", "/other"));
    await once(socket.resume(), "end");
    // What is written to a connection that is gone is answered by a reset.
    const wrote = () => assert.ok(!socket.write("x") || socket.destroyed);
    await t.waitFor(wrote, { interval: 10, timeout: 5_000 });
    assert.equal(socket.destroyed, true);
  });

  test("outlives a clock and a log that fail", async (t) => {
    const warnings: string[] = [];
    t.mock.method(process, "emitWarning", (text: string) => warnings.push(text));
    const failing = () => {
      throw new Error("out of order");
    };
    const dark = await started(t, { clock: failing });
    const failed = { status: 500, text: "The emulator failed" };
    const all = { ...handshake, "sec-websocket-protocol": "a" };
    assert.deepEqual(await answer(dark, "/events", "GET", all), failed);
    const mute = await started(t, { log: failing });
    await once(new WebSocket(`${mute.url}/events`.replace(/^http/, "ws"), "a"), "open");
    const warning = "The log of the IVS Real-Time emulator failed: Error: out of order";
    await t.waitFor(() => assert.deepEqual(warnings, [warning]), { interval: 1, timeout: 10_000 });
  });
});
