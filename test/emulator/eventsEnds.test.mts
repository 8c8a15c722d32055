import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { describe, test } from "node:test";
import { WebSocket } from "ws";
import { openWebSocket } from "../../emulator/dist/http/events.js";
import { started } from "../support/emulators.mts";
import { answer, handshake, joining, letsIn, rawHandshake, upgraded } from "./support/events.mts";

describe("the end of what joins the events endpoint", () => {
  test("closes with the emulator, however many are open", async (t) => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on("warning", warned);
    t.after(() => process.off("warning", warned));
    const { emulator, join } = await joining(t);
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
    const { emulator, lines, join } = await joining(t, { clock });
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
    const { emulator, join } = await joining(t);
    for (const garbage of ["garbage", "\xff\xff\xff\xff", "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"]) {
      const socket = await upgraded(emulator);
      const ended = once(socket.resume(), "close");
      socket.write(Buffer.from(garbage, "latin1"));
      await ended;
    }
    await letsIn(join);
  });

  test("outlives clients that go away in the middle", async (t) => {
    const { emulator, join } = await joining(t);
    const socket = await upgraded(emulator);
    socket.resetAndDestroy();
    const half = await upgraded(emulator);
    half.end(Buffer.from([0x81, 0xff, 0]));
    await once(half.resume(), "close");
    const early = rawHandshake(emulator);
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
