import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { stageArn } from "../support/emulators.mts";
import { start } from "../support/processes.mts";
import { post } from "../support/signed.mts";
import { Garbage } from "./support/garbage.mts";

const main = fileURLToPath(new URL("../../emulator/dist/cli/main.js", import.meta.url));

/** The length of the soak: CONTRIBUTING.md has the command for an hour. */
const minutes = Number(process.env.EMULATOR_SOAK_MINUTES ?? 0.15);

/** V8 ends a process whose heap outgrows this; the emulator's own bounds leave it room. */
const heapMegabytes = 128;

/** Heap, bodies, buffers of connections, and what the allocator keeps. */
const residentMegabytes = 400;

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
    let [sent, peak] = [0, 0];
    const worker = async () => {
      while (performance.now() < end) {
        // Each may be refused or cut off: that it is answered is asked of good calls alone.
        await kinds[sent++ % kinds.length]?.().catch(() => {});
        const { status } = await post(url, "CreateParticipantToken", { stageArn });
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (sent % 50 === 0) peak = Math.max(peak, residentOf(pid));
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    garbage.close();
    t.diagnostic(
      `${sent} of garbage; good calls by status: ${JSON.stringify([...answers])}; peak ${Math.round(peak)} MB`,
    );
    assert.ok(peak < residentMegabytes, `${peak} MB resident`);
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
