import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { stageArn, startEmulatorFor } from "../support/emulators.mts";
import { start } from "../support/processes.mts";
import { post, signed } from "../support/signed.mts";
import { Garbage } from "./support/garbage.mts";

const main = fileURLToPath(new URL("../../emulator/dist/cli/main.js", import.meta.url));

/** The length of the soak: CONTRIBUTING.md has the command for an hour. */
const minutes = Number(process.env.EMULATOR_SOAK_MINUTES ?? 0.15);

/** V8 ends a process whose heap outgrows this; the emulator's own bounds leave it room. */
const heapMegabytes = 128;

/** Heap, bodies, buffers of connections, and what the allocator keeps. */
const residentMegabytes = 512;

async function smallEmulator(t: TestContext) {
  const args = [`--max-old-space-size=${heapMegabytes}`, main, "--port", "0"];
  const running = start(process.execPath, args, { env: process.env });
  t.after(() => running.stop());
  const [, url = ""] = await running.line(/listening on (\S+)/);
  return { ...running, url };
}

function residentOf(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}

/** The status of a good call, by a connection that no other call had: those that are kept may close in that moment. */
async function mint(url: string): Promise<number> {
  const body = JSON.stringify({ stageArn });
  const headers = { ...signed(url, "/CreateParticipantToken", body), "content-length": body.length };
  const sent = request(`${url}/CreateParticipantToken`, { method: "POST", headers, agent: false }).end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  await text(response);
  return Number(response.statusCode);
}

describe("the emulator's memory", () => {
  test("outlives 190 unsigned requests of a megabyte, ten at a time", async (t) => {
    const { url, pid } = await smallEmulator(t);
    const send = new Garbage(url, 0).kinds["a megabyte of JSON without a signature"];
    for (let round = 0; round < 19; round += 1) await Promise.all(Array.from({ length: 10 }, () => send?.()));
    assert.equal((await post(url, "CreateParticipantToken", { stageArn })).status, 200);
    assert.ok(residentOf(pid) < residentMegabytes);
  });

  test(`stays bounded for ${minutes} minutes of garbage and good calls`, async (t) => {
    const { url, pid, printed } = await smallEmulator(t);
    const garbage = new Garbage(url, 300);
    t.after(() => garbage.close());
    const kinds = Object.values(garbage.kinds);
    const end = performance.now() + minutes * 60_000;
    const answers = new Map<number, number>();
    /** The highest of each tenth of the time. */
    const peaks = Array.from({ length: 10 }, () => 0);
    let sent = 0;
    const worker = async () => {
      while (performance.now() < end) {
        // Each may be refused or cut off: that it is answered is asked of good calls alone.
        await kinds[sent++ % kinds.length]?.().catch(() => {});
        const status = await mint(url);
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (sent % 20 !== 0) continue;
        const tenth = 9 - Math.max(0, Math.floor(((end - performance.now()) / (minutes * 60_000)) * 10));
        peaks[tenth] = Math.max(peaks[tenth] ?? 0, Math.round(residentOf(pid)));
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]).catch((error) => {
      throw new Error(`After ${sent} of garbage: ${printed().slice(-2_000)}`, { cause: error });
    });
    garbage.close();
    const good = [...answers].map(([status, count]) => `${count} answered ${status}`);
    t.diagnostic(
      `${sent} of garbage; good calls: ${good.join(", ")}; resident by tenths, in MB: ${peaks.join(" ")}`,
    );
    assert.ok(Math.max(...peaks) < residentMegabytes, `${Math.max(...peaks)} MB resident`);
    assert.deepEqual(
      [...answers.keys()].filter((status) => status !== 200 && status !== 503),
      [],
    );
    await t.waitFor(async () => assert.equal((await post(url, "ListStages", {})).status, 200), {
      interval: 50,
      timeout: 10_000,
    });
    assert.doesNotMatch(printed(), /InternalServer|heap out of memory/);
  });
});

const megabyte = 1024 * 1024;

/** An unsigned body of a megabyte that says which it is. */
function large(index: number): string {
  const text = JSON.stringify({ index });
  return text + " ".repeat(megabyte - text.length);
}

describe("what there is no room for", () => {
  test("an input in the log: the oldest are cut, and each says how long it was", async (t) => {
    const { url, requests } = await startEmulatorFor(t);
    for (let index = 0; index < 20; index += 1)
      await (await fetch(`${url}/ListStages`, { method: "POST", body: large(index) })).text();
    assert.equal(requests.length, 20);
    const cut = requests.filter(({ inputCut }) => inputCut !== undefined);
    assert.deepEqual(cut, requests.slice(0, 5));
    for (const { input, inputCut, path } of cut)
      assert.deepEqual([input, inputCut, path], [undefined, megabyte, "/ListStages"]);
    assert.deepEqual(
      requests.slice(5).map(({ input }) => input),
      Array.from({ length: 15 }, (_, index) => ({ index: index + 5 })),
    );
  });

  test("a body: 503, until those under way have been answered", async (t) => {
    const { url, fault, requests } = await startEmulatorFor(t);
    const undo = fault({ operation: "ListStages", delayMs: 600_000 });
    const waiting = new AbortController();
    const under = Array.from({ length: 32 }, (_, index) =>
      fetch(`${url}/ListStages`, { method: "POST", body: large(index), signal: waiting.signal }).catch(
        () => {},
      ),
    );
    const arrived = () => assert.equal(requests.length, 32);
    await t.waitFor(arrived, { interval: 20, timeout: 30_000 });
    const { status, body } = await post(url, "GetStage", { arn: stageArn });
    const all = "all requests and answers under way together have at most 32 MB";
    assert.deepEqual([status, body.message], [503, `The emulator is full: ${all}. Send fewer at once`]);
    undo();
    waiting.abort();
    await Promise.all(under);
    const answered = async () => assert.equal((await post(url, "GetStage", { arn: stageArn })).status, 200);
    await t.waitFor(answered, { interval: 20, timeout: 10_000 });
  });

  test("an answer that nobody waits for any more takes none", async (t) => {
    const { url, fault, requests } = await startEmulatorFor(t);
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}`, "x".repeat(256)]));
    const { arn } = (await post(url, "CreateStage", { tags })).body.stage as { arn: string };
    // Larger than the room for all that is under way, together.
    fault({ operation: "GetStage", delayMs: 300, times: 1_400 });
    const body = JSON.stringify({ arn });
    const headers = { ...signed(url, "/GetStage", body), "content-length": body.length };
    for (let round = 0; round < 14; round += 1) {
      const before = requests.length;
      const sent = Array.from({ length: 100 }, () =>
        request(`${url}/GetStage`, { method: "POST", headers, agent: false })
          .on("error", () => {})
          .end(body),
      );
      const arrived = () => assert.equal(requests.length, before + 100);
      await t.waitFor(arrived, { interval: 5, timeout: 10_000 });
      for (const one of sent) one.destroy();
    }
    const all = () => assert.ok(requests.every(({ status }) => status !== undefined));
    await t.waitFor(all, { interval: 20, timeout: 10_000 });
    assert.equal((await post(url, "GetStage", { arn })).status, 200);
  });

  test("a stage: 402, until another is deleted; and so for who joins", async (t) => {
    const emulator = await startEmulatorFor(t);
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}`, "x".repeat(256)]));
    const arns: string[] = [];
    let last = await post(emulator.url, "CreateStage", { tags });
    for (
      ;
      last.status === 200 && arns.length < 5_000;
      last = await post(emulator.url, "CreateStage", { tags })
    )
      arns.push((last.body.stage as { arn: string }).arn);
    assert.deepEqual(
      [last.status, last.body.exceptionMessage],
      [402, "The emulator keeps at most 32 MB of stages, public keys and participants. Delete some stages"],
    );
    await post(emulator.url, "DeleteStage", { arn: arns[0] });
    assert.equal((await post(emulator.url, "CreateStage", { tags })).status, 200);
    while ((await post(emulator.url, "CreateStage", {})).status === 200);
    const { body } = await post(emulator.url, "CreateParticipantToken", {
      stageArn,
      userId: "x".repeat(128),
    });
    const { token } = body.participantToken as { token: string };
    await assert.rejects(emulator.join(token), /keeps at most 32 MB of stages, public keys and participants/);
    await post(emulator.url, "DeleteStage", { arn: arns[1] });
    await emulator.join(token);
  });

  test("requests that run ahead of their answers: their connection is dropped, and others go on", async (t) => {
    const { url } = await startEmulatorFor(t);
    const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port) }).on("error", () => {});
    socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n".repeat(17));
    await once(socket.resume(), "close", { signal: AbortSignal.timeout(10_000) });
    assert.equal((await post(url, "ListStages", {})).status, 200);
  });
});
