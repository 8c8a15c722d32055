import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, type TestContext, test } from "node:test";
import { WebSocket } from "ws";
import { openWebSocket } from "../../emulator/dist/http/events.js";
import { writeFiles } from "../packaging/support/files.mts";
import { install } from "../packaging/support/packed.mts";
import { stageArn, startEmulatorFor } from "../support/emulators.mts";
import { signed } from "../support/signed.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { commandLineUnder } from "./support/commandLine.mts";
import {
  answer,
  assertStillAccepts,
  handshake,
  openEventsClient,
  rawHandshake,
  upgraded,
} from "./support/events.mts";

describe("the events endpoint", () => {
  for (const tls of [false, true]) {
    test(`opens a WebSocket with the client's subprotocol ${tls ? "over TLS" : "without TLS"}`, async (t) => {
      const { emulator, token, join } = await openEventsClient(t, { tls });
      const client = join();
      await once(client, "open");
      assert.equal(client.protocol, token);
      assert.deepEqual(emulator.requests.at(-1)?.status, 101);
    });
  }

  test("is named in the token, and takes the first of several subprotocols", async (t) => {
    const { token, url, join } = await openEventsClient(t);
    const claims = JSON.parse(String(Buffer.from(token.split(".")[1] ?? "", "base64url")));
    assert.equal(claims.events_url, url);
    const client = join(["first", "second"], claims.events_url);
    await once(client, "open");
    assert.equal(client.protocol, "first");
  });

  test("says nothing to any message, and answers pings and the end", async (t) => {
    const { join } = await openEventsClient(t);
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
    const { join } = await openEventsClient(t);
    await once(join("not.a.token"), "open");
  });

  test("leaves one line in the log and one request, with neither the token nor the query", async (t) => {
    const { emulator, lines, token, join } = await openEventsClient(t, {
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
});

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
    const { emulator, lines, join, token } = await openEventsClient(t);
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
    const { lines, join } = await openEventsClient(t);
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
      const { emulator, join } = await openEventsClient(t);
      const all = { ...handshake, "sec-websocket-protocol": "a", ...headers };
      const refused = { status: 400, text: "This is not a WebSocket handshake" };
      assert.deepEqual(await answer(emulator, "/events", method, all), refused);
      await assertStillAccepts(join);
    });
  }

  test("is no operation, and an operation is no WebSocket", async (t) => {
    const { emulator } = await openEventsClient(t);
    assert.equal((await answer(emulator, "/events", "GET", {})).status, 404);
    assert.equal((await answer(emulator, "/CreateParticipantToken", "POST", handshake)).status, 404);
  });

  test("lets go of who was refused and never ends its side", async (t) => {
    const { emulator } = await openEventsClient(t);
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

describe("the end of what joins the events endpoint", () => {
  test("closes with the emulator, however many are open", async (t) => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on("warning", warned);
    t.after(() => process.off("warning", warned));
    const { emulator, join } = await openEventsClient(t);
    const clients = Array.from({ length: 20 }, () => join());
    await Promise.all(clients.map((client) => once(client, "open")));
    const gone = clients.map((client) => once(client, "close"));
    await emulator.close();
    for (const [code] of await Promise.all(gone)) assert.equal(code, 1006);
    assert.deepEqual(warnings, []);
  });

  test("closes while a handshake is under way", async (t) => {
    let arrived = () => {};
    const clock = () => {
      arrived();
      return new Date();
    };
    const { emulator, lines, join } = await openEventsClient(t, { clock });
    // The clock is read when a handshake has arrived, and before it is answered.
    const closed = new Promise<void>((resolve) => {
      arrived = () => resolve(emulator.close());
    });
    await assert.rejects(once(join(), "open"), { code: "ECONNRESET" });
    await closed;
    await t.waitFor(() => assert.match(String(lines.at(-1)), /^OpenEvents dropped /), {
      interval: 1,
      timeout: 10_000,
    });
  });

  test("outlives what is no frame", async (t) => {
    const { emulator, join } = await openEventsClient(t);
    for (const garbage of ["garbage", "\xff\xff\xff\xff", "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"]) {
      const socket = await upgraded(emulator);
      const ended = once(socket.resume(), "close");
      socket.write(Buffer.from(garbage, "latin1"));
      await ended;
    }
    await assertStillAccepts(join);
  });

  test("outlives clients that go away in the middle", async (t) => {
    const { emulator, join } = await openEventsClient(t);
    const socket = await upgraded(emulator);
    socket.resetAndDestroy();
    const half = await upgraded(emulator);
    half.end(Buffer.from([0x81, 0xff, 0]));
    await once(half.resume(), "close");
    const early = rawHandshake(emulator);
    early.socket.write(early.request, () => early.socket.resetAndDestroy());
    await once(early.socket, "close");
    await assertStillAccepts(join);
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

  test("outlives a clock and a log that fail", async (t) => {
    const warnings: string[] = [];
    t.mock.method(process, "emitWarning", (text: string) => warnings.push(text));
    const failing = () => {
      throw new Error("out of order");
    };
    const dark = await startEmulatorFor(t, { clock: failing });
    const failed = { status: 500, text: "The emulator failed" };
    const all = { ...handshake, "sec-websocket-protocol": "a" };
    assert.deepEqual(await answer(dark, "/events", "GET", all), failed);
    const mute = await startEmulatorFor(t, { log: failing });
    await once(new WebSocket(`${mute.url}/events`.replace(/^http/, "ws"), "a"), "open");
    const warning = "The log of the IVS Real-Time emulator failed: Error: out of order";
    await t.waitFor(() => assert.deepEqual(warnings, [warning]), { interval: 1, timeout: 10_000 });
  });
});

/** The oldest that is supported. Until 22.21 and 24.9 Node takes whatever a request offers for an upgrade. */
const oldest = "22.12.0";

async function oldestNode(): Promise<string> {
  const folder = temporaryFolder();
  const project = { private: true, allowScripts: { node: true }, dependencies: { node: oldest } };
  await writeFiles(folder, { "package.json": project });
  await install(folder);
  return join(folder, "node_modules", "node", "bin", "node");
}

/** An emulator under another Node, and a client that keeps its one connection. */
async function running(t: TestContext, node: string, tls: boolean) {
  const file = join(temporaryFolder(), "ca.pem");
  const command = commandLineUnder(node, "--port", "0", ...(tls ? ["--tls", "--certificate", file] : []));
  t.after(() => command.child.kill("SIGTERM"));
  const url = (await command.firstLine()).replace("IVS Real-Time emulator listening on ", "");
  const ca = tls ? readFileSync(file) : undefined;
  const { Agent, request } = tls ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ...(ca && { ca }) });
  t.after(() => agent.destroy());
  const post = (path: string, headers: Record<string, string>) =>
    request(url + path, { method: "POST", agent, headers, timeout: 10_000 });
  return { ...command, url, ca, post };
}

/** What Java's HttpClient adds to a signed request. */
const offer = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAEAAEAA" };

/** A token's request that offers HTTP/2, and whose body comes in two parts. */
async function minted({ url, post }: Awaited<ReturnType<typeof running>>, userId: string) {
  const body = JSON.stringify({ stageArn, userId });
  const length = { "content-length": String(Buffer.byteLength(body)) };
  const sent = post("/CreateParticipantToken", {
    ...signed(url, "/CreateParticipantToken", body),
    ...offer,
    ...length,
  });
  await new Promise((resolve) => sent.write(body.slice(0, 5), resolve));
  sent.end(body.slice(5));
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const answer = JSON.parse(await text(response));
  return { status: response.statusCode, userId: answer.participantToken?.userId, reused: sent.reusedSocket };
}

describe("a request that offers another protocol", () => {
  const nodes = { "this Node": async () => process.execPath, [`Node ${oldest}`]: oldestNode };
  for (const [name, nodeOf] of Object.entries(nodes)) {
    test(`is the request that it is, under ${name}`, async (t) => {
      const node = await nodeOf();
      for (const tls of [false, true]) {
        const emulator = await running(t, node, tls);
        for (const [userId, reused] of [
          ["first", false],
          ["second", true],
        ] as const)
          assert.deepEqual(await minted(emulator, userId), { status: 200, userId, reused });
        const { url, ca, child, ended } = emulator;
        const client = new WebSocket(`${url.replace(/^http/, "ws")}/events`, "a", { ...(ca && { ca }) });
        await once(client, "open");
        child.kill("SIGTERM");
        const { status, out, err } = await ended();
        assert.deepEqual([status, err], [0, ""]);
        const lines = out.match(/^\w+ \d+(?= \d+ ms$)/gm);
        assert.deepEqual(lines, [
          "CreateParticipantToken 200",
          "CreateParticipantToken 200",
          "OpenEvents 101",
        ]);
      }
    });
  }
});
