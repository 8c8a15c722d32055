import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { startEmulator } from "ivs-realtime-emulator";
import { stageArn, startEmulatorFor } from "../support/emulators.mts";
import { post } from "../support/signed.mts";

const secrets = { userId: "user-of-the-log-test", attributes: { role: "attribute-of-the-log-test" } };

describe("startEmulator", () => {
  test("listens at loopback on a free port", async (t) => {
    const [first, second] = [await startEmulatorFor(t), await startEmulatorFor(t)];
    assert.match(first.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.notEqual(first.url, second.url);
  });

  test("listens at another loopback address without a warning, at all of them with one", async (t) => {
    const warnings: string[] = [];
    t.mock.method(process, "emitWarning", (text: string) => warnings.push(text));
    assert.equal(
      (await post((await startEmulatorFor(t, { host: "127.0.0.2" })).url, "ListStages", {})).status,
      200,
    );
    assert.deepEqual(warnings, []);
    const { url } = await startEmulatorFor(t, { host: "0.0.0.0" });
    assert.match(url, /^http:\/\/127\.0\.0\.1:/);
    assert.match(warnings[0] ?? "", /listens at 0\.0\.0\.0/);
  });

  test("fails on a port in use and on what is no stage ARN", async (t) => {
    const { url } = await startEmulatorFor(t);
    await assert.rejects(startEmulator({ port: Number(new URL(url).port) }), { code: "EADDRINUSE" });
    await assert.rejects(startEmulator({ stages: ["stage"] }), TypeError);
    await assert.rejects(startEmulator({ host: "" }), /^TypeError: The host is empty: leave it out/);
    const odd = (options: object) => startEmulator(options);
    await assert.rejects(odd({ clock: 5 }), /^TypeError: The clock is not a function/);
    for (const credentials of [null, {}, "test"])
      await assert.rejects(odd({ credentials }), /^TypeError: The cred/);
  });

  test("logs one line a request: operation, status, milliseconds and nothing that was sent or answered", async (t) => {
    const lines: string[] = [];
    const { url } = await startEmulatorFor(t, { log: (line) => lines.push(line) });
    const { body } = await post(url, "CreateParticipantToken", { stageArn, ...secrets });
    await post(url, "CreateParticipantToken", { ...secrets });
    await post(url, "secret-path", {});
    const [minted, refused, unknown] = lines;
    assert.match(minted ?? "", /^CreateParticipantToken 200 \d+ ms$/);
    assert.match(refused ?? "", /^CreateParticipantToken 400 \d+ ms$/);
    assert.match(unknown ?? "", /^UnknownOperation 404 \d+ ms$/);
    assert.equal(lines.length, 3);
    const { token } = body.participantToken as { token: string };
    for (const secret of [
      token,
      ...token.split("."),
      secrets.userId,
      secrets.attributes.role,
      "secret-path",
    ]) {
      assert.equal(lines.join("\n").includes(secret), false);
    }
  });

  test("closes twice, and drops idle connections and requests under way", async (t) => {
    const emulator = await startEmulator();
    const socket = connect(Number(new URL(emulator.url).port), "127.0.0.1");
    await once(socket, "connect");
    emulator.fault({ delayMs: 2 ** 30 });
    const arrived = post(emulator.url, "ListStages", {});
    const gone = assert.rejects(arrived);
    await t.waitFor(() => assert.equal(emulator.requests.length, 1), { interval: 1, timeout: 10_000 });
    const ended = once(socket, "close");
    await Promise.all([emulator.close(), emulator.close()]);
    await emulator.close();
    await Promise.all([gone, ended]);
    await assert.rejects(post(emulator.url, "ListStages", {}));
  });

  test("outlives what is asked for and can't be sent", async (t) => {
    const lines: string[] = [];
    const emulator = await startEmulatorFor(t, { log: (line) => lines.push(line) });
    emulator.fault({ rewrite: () => undefined, times: 2 });
    for (const status of [500, 500, 200])
      assert.equal((await post(emulator.url, "ListStages", {})).status, status);
    assert.deepEqual(
      emulator.requests.map(({ status }) => status),
      [500, 500, 200],
    );
    assert.match(lines[0] ?? "", /^ListStages 500 /);
  });

  test("outlives a clock that fails", async (t) => {
    const { url } = await startEmulatorFor(t, {
      clock: () => {
        throw new Error("out of time");
      },
    });
    const { status, body } = await post(url, "ListStages", {});
    assert.deepEqual([status, body.message], [500, "The emulator failed: Error: out of time"]);
  });

  test("outlives a log that fails, with a warning", async (t) => {
    const warnings: string[] = [];
    t.mock.method(process, "emitWarning", (text: string) => warnings.push(text));
    const { url } = await startEmulatorFor(t, {
      log: () => {
        throw new Error("disk full");
      },
    });
    for (let count = 0; count < 2; count += 1) assert.equal((await post(url, "ListStages", {})).status, 200);
    assert.deepEqual(
      new Set(warnings),
      new Set(["The log of the IVS Real-Time emulator failed: Error: disk full"]),
    );
  });

  test("outlives a client that goes away in the middle of its request", async (t) => {
    const events = new EventEmitter();
    const { url } = await startEmulatorFor(t, { log: (line) => events.emit("line", line) });
    const logged = once(events, "line");
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.end("POST /GetStage HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf");
    assert.match(String(await logged), /^UnreadableRequest dropped/);
    assert.equal((await post(url, "ListStages", {})).status, 200);
  });
});
