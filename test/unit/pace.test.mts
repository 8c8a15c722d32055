import assert from "node:assert/strict";
import { createServer, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { startEmulator } from "ivs-realtime-emulator";
import { connectClient } from "../../dist/provider/client/connect.js";
import { pace } from "../../dist/provider/client/pace.js";
import { systemTiming, type Timing } from "../../dist/provider/values/time.js";
import { stageArn } from "../support/emulators.mts";
import { settings } from "../support/environment.mts";
import { loopbackServer } from "../support/servers.mts";
import { fast } from "../support/timing.mts";

const place = { account: "123456789012", region: "us-west-2" };

/** Time that goes from one alarm to the next, when all that can be done before it is done. */
class Simulation implements Timing {
  #now = 0;
  readonly #alarms = new Map<object, { at: number; alarm: () => void }>();
  readonly #stall: Stall;

  constructor(stall: Stall = { from: Number.POSITIVE_INFINITY, for: 0 }) {
    this.#stall = stall;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, alarm: () => void): () => void {
    const key = {};
    this.#alarms.set(key, { at: this.#now + milliseconds, alarm });
    return () => void this.#alarms.delete(key);
  }

  /** What comes from the network: after a stall it is read after the alarms that have become due. */
  arrives(milliseconds: number, read: () => void): void {
    const at = this.#now + milliseconds;
    this.after(this.#isStalled(at) ? this.#awake - this.#now + 1 : milliseconds, read);
  }

  get #awake(): number {
    return this.#stall.from + this.#stall.for;
  }

  #isStalled(at: number): boolean {
    return at >= this.#stall.from && at < this.#awake;
  }

  async run(): Promise<void> {
    for (;;) {
      await setTimeout(0);
      const [next] = [...this.#alarms].sort(([, one], [, other]) => one.at - other.at);
      if (next === undefined) return;
      this.#alarms.delete(next[0]);
      this.#now = Math.max(this.#now, this.#isStalled(next[1].at) ? this.#awake : next[1].at);
      next[1].alarm();
    }
  }
}

/** A span in which this process does nothing. */
interface Stall {
  readonly from: number;
  readonly for: number;
}

interface Call {
  readonly comes: number;
  /** Milliseconds from its going out to its answer; none where it never comes. */
  readonly takes: number | undefined;
  /** Milliseconds from its turn to its going out. */
  readonly signing?: number;
}

/** When each call went out, and when it was over, in the order in which they came. */
async function simulate(
  calls: readonly Call[],
  perSecond: number,
  stall?: Stall,
): Promise<{ out: number; over: number }[]> {
  const time = new Simulation(stall);
  const seen = calls.map(() => ({ out: Number.NaN, over: Number.NaN }));
  for (const [index, { comes, takes, signing }] of calls.entries()) {
    time.after(comes, async () => {
      const turn = await pace("CreateParticipantToken", place, perSecond, time);
      const signed = Promise.withResolvers<void>();
      time.after(signing ?? 0, signed.resolve);
      await signed.promise;
      turn.out();
      const out = time.now();
      seen[index] = { out, over: out + (takes ?? 0) };
      if (takes === undefined) return;
      time.arrives(takes, () => {
        seen[index] = { out, over: time.now() };
        turn.over();
      });
    });
  }
  await time.run();
  return seen;
}

/** The most of these times that lie within one second. */
function mostInASecond(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  let [first, most] = [0, 0];
  for (const [last, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const calls = (takes: fc.Arbitrary<number | undefined>) =>
  fc.array(fc.record({ comes: fc.integer({ min: 0, max: 3000 }), takes }), { minLength: 1, maxLength: 120 });
const perSecond = fc.integer({ min: 1, max: 50 });

const stalls = fc.record({ from: fc.integer({ min: 0, max: 6000 }), for: fc.integer({ min: 0, max: 9000 }) });

test("property: no second has more than its share, whenever between going out and answer the service counts, also where this process is stalled", async () => {
  const takes = fc.integer({ min: 0, max: 1990 });
  const counted = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(calls(takes), perSecond, counted, stalls, async (given, limit, when, stall) => {
      const seen = await simulate(given, limit, stall);
      const times = seen.map(({ out, over }) => out + (over - out) * Number(when.next().value));
      assert.ok(mostInASecond(times) <= limit, `${mostInASecond(times)} of ${limit}`);
    }),
    { numRuns: 30 },
  );
});

test("property: calls go out in the order in which they came, and as soon as a slot is free", async () => {
  await fc.assert(
    fc.asyncProperty(
      calls(fc.option(fc.integer({ min: 0, max: 5000 }), { nil: undefined })),
      perSecond,
      async (given, limit) => {
        const sorted = given.toSorted((one, other) => one.comes - other.comes);
        const seen = await simulate(sorted, limit);
        for (const [index, { out }] of seen.entries()) {
          const { comes } = sorted[index] as Call;
          assert.ok(index === 0 || out >= Number(seen[index - 1]?.out));
          // Each of those before it gives its slot back a second after its answer, or after two seconds of silence.
          const freed = seen.slice(0, index).map((one, which) => {
            const { takes = 2000 } = sorted[which] as Call;
            return one.out + (takes < 2000 ? takes + 1010 : 2000);
          });
          const before = freed.filter((at) => at >= out).length;
          assert.ok(out === comes || before >= limit, `${index} waited from ${comes} to ${out}`);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test("a burst of fifty goes out at once, the next fifty a second after the answers", async () => {
  const seen = await simulate(
    Array.from({ length: 100 }, () => ({ comes: 0, takes: 100 })),
    50,
  );
  assert.deepEqual(
    seen.map(({ out }) => out),
    [...Array(50).fill(0), ...Array(50).fill(1110)],
  );
});

test("the answers that wait to be read when a stall ends are read before a slot counts as free", async () => {
  const calls = Array.from({ length: 100 }, () => ({ comes: 0, takes: 500 }));
  const seen = await simulate(calls, 50, { from: 10, for: 4000 });
  assert.deepEqual([...new Set(seen.map(({ out }) => out))], [0, 5021]);
});

test("a slot is silent from when its attempt went out: what comes before, such as signing, doesn't count", async () => {
  const calls = Array.from({ length: 100 }, () => ({ comes: 0, takes: undefined, signing: 3000 }));
  const seen = await simulate(calls, 50);
  assert.deepEqual([...new Set(seen.map(({ out }) => out))], [3000, 8000]);
});

test("no attempt waits for a socket, however many are without an answer", async (t) => {
  const waiting: ServerResponse[] = [];
  const token = JSON.stringify({ participantToken: { token: "a-token", participantId: "someone" } });
  const server = createServer((_, response) => {
    if (waiting.push(response) === 150) for (const each of waiting) each.end(token);
  });
  const { url, close } = await loopbackServer(server);
  t.after(close);
  const given = { accessKey: "test", secretKey: "test", endpoint: url, maxRetries: 0, readTimeout: 30 };
  const client = await connectClient(settings(given), () => {}, fast(20));
  const asked = { stageArn, capabilities: ["PUBLISH" as const], duration: 60 };
  await Promise.all(Array.from({ length: 150 }, () => client.createParticipantToken(asked)));
  assert.equal(waiting.length, 150);
});

test("an endpoint that never answers holds up nothing for more than two seconds", async () => {
  const seen = await simulate(
    Array.from({ length: 150 }, () => ({ comes: 0, takes: undefined })),
    50,
  );
  assert.deepEqual([...new Set(seen.map(({ out }) => out))], [0, 2000, 4000]);
});

test("a lower createsPerSecond slows neither other tokens nor other calls", async () => {
  const time = new Simulation();
  const out: [string, number][] = [];
  const go = async (operation: Parameters<typeof pace>[0], limit: number) => {
    const turn = await pace(operation, place, limit, time);
    turn.out();
    out.push([`${operation} ${limit}`, time.now()]);
    turn.over();
  };
  for (let index = 0; index < 3; index++) void go("CreateParticipantToken", 1);
  void go("CreateParticipantToken", 50);
  for (let index = 0; index < 6; index++) void go("GetStage", 1);
  await time.run();
  const times = (what: string) => out.flatMap(([name, at]) => (name === what ? [at] : []));
  assert.deepEqual(times("CreateParticipantToken 1"), [0, 1010, 2020]);
  assert.deepEqual(times("CreateParticipantToken 50"), [0]);
  assert.deepEqual(times("GetStage 1"), [0, 0, 0, 0, 0, 1010]);
});

for (const count of [1, 50, 200, 1000]) {
  test(`${count} at once, answers late by up to 200 ms: the emulator's quota refuses none`, async (t) => {
    const emulator = await startEmulator({ stages: [stageArn], quotas: true });
    t.after(() => emulator.close());
    const random = fc.sample(fc.integer({ min: 0, max: 200 }), { numRuns: count, seed: 5 });
    const door = createServer(async (asked, answered) => {
      const { method, url = "", headers } = asked;
      const forwarded = request(new URL(url, emulator.url), { method, headers, agent: false }).end(
        await buffer(asked),
      );
      forwarded.on("response", async (answer) => {
        const body = await buffer(answer);
        await setTimeout(random.pop());
        answered.writeHead(answer.statusCode ?? 500, answer.headers).end(body);
      });
    });
    door.keepAliveTimeout = 60_000;
    const { url, close } = await loopbackServer(door);
    t.after(close);
    const given = { accessKey: "test", secretKey: "test", endpoint: url, maxRetries: 0 };
    const client = await connectClient(settings(given), () => {}, { ...systemTiming });
    const asked = { stageArn, capabilities: ["PUBLISH" as const], duration: 60 };
    await Promise.all(Array.from({ length: count }, () => client.createParticipantToken(asked)));
    const { requests } = emulator;
    assert.equal(requests.length, count);
    const most = mostInASecond(requests.map(({ date }) => date.getTime()));
    assert.ok(most <= 50, `${most} in a second`);
  });
}
