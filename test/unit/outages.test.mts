import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type TestContext, test } from "node:test";
import type { RetryErrorInfo } from "@smithy/types";
import fc from "fast-check";
import type { Emulator, Fault } from "ivs-realtime-emulator";
import { Attempts } from "../../dist/provider/client/attempts.js";
import { connectClient } from "../../dist/provider/client/connect.js";
import { Deadline, Trouble } from "../../dist/provider/client/deadline.js";
import { patience, retryStrategy } from "../../dist/provider/client/retries.js";
import { explain } from "../../dist/provider/failures/explain.js";
import type { Settings } from "../../dist/provider/settings/resolve.js";
import { systemTiming, type Timing } from "../../dist/provider/values/time.js";
import { stageArn, startEmulatorFor } from "../support/emulators.mts";
import { settings } from "../support/environment.mts";
import { loopbackServer } from "../support/servers.mts";
import { fast } from "../support/timing.mts";

const request = { stageArn, capabilities: ["PUBLISH" as const], duration: 60 };

/** Time that only waiting takes. */
function waitingOnly(): Timing & { pass(milliseconds: number): void } {
  let now = 0;
  return {
    now: () => now,
    after(milliseconds, alarm) {
      now += milliseconds;
      queueMicrotask(alarm);
      return () => {};
    },
    pass(milliseconds) {
      now += milliseconds;
    },
  };
}

/** Mints as many tokens at once; the lines that were said, and the requests that it took. */
async function mint(emulator: Emulator, timing: Timing, aws: Record<string, unknown> = {}, count = 1) {
  const lines: string[] = [];
  const before = emulator.requests.length;
  const given = settings({ accessKey: "test", secretKey: "test", endpoint: emulator.url, ...aws });
  const client = await connectClient(given, (_, line) => lines.push(line), timing);
  const all = Array.from({ length: count }, () => client.createParticipantToken(request));
  const ended = await Promise.allSettled(all);
  const failures = ended.flatMap((one) => (one.status === "rejected" ? [explain(one.reason, stageArn)] : []));
  return { lines, failures, requests: emulator.requests.length - before };
}

/** A fault that ends after so long. */
function outage(t: TestContext, emulator: Emulator, fault: Fault, milliseconds: number): void {
  const timer = setTimeout(emulator.fault(fault), milliseconds);
  t.after(() => clearTimeout(timer));
}

const outages: [string, Fault, RegExp][] = [
  ["a 503", { status: 503 }, /has failed on its side for \d+ s \(HTTP 503 ServiceUnavailableException\)/],
  [
    "a lost connection",
    { dropConnection: true },
    /could not be reached for \d+ s \(no answer \(ECONNRESET\)\)/,
  ],
  [
    "throttling",
    { status: 429 },
    /has held back calls of CreateParticipantToken for \d+ s, .* \(HTTP 429 ThrottlingException\)/,
  ],
];
for (const [what, fault, said] of outages) {
  test(`a minute of ${what} is ridden out, and said once for all calls`, async (t) => {
    const emulator = await startEmulatorFor(t, { stages: [stageArn] });
    outage(t, emulator, fault, 2400);
    const { lines, failures } = await mint(emulator, fast(25), {}, 20);
    assert.deepEqual(failures, []);
    assert.match(lines.join("\n"), said);
    assert.match(lines.join("\n"), /; still trying, for another 1 min \d+ s at most\.$/m);
    assert.match(
      lines.at(-1) ?? "",
      /^http:\S+ \(the input aws\.endpoint\) answers again, after (1 min|\d+ s)/,
    );
    assert.ok(lines.length >= 2 && lines.length <= 5, lines.join("\n"));
  });
}

test("what lasts longer than the patience fails, and says for how long it was tried", async (t) => {
  const emulator = await startEmulatorFor(t, { stages: [stageArn] });
  emulator.fault({ status: 503 });
  const { failures, requests } = await mint(emulator, fast(200));
  assert.match(failures[0] ?? "", new RegExp(`failed on its side: .*; ${requests} attempts in 2 min`));
});

test("the total time is named where it ends first", async (t) => {
  const emulator = await startEmulatorFor(t, { stages: [stageArn] });
  emulator.fault({ status: 503 });
  const { lines, failures } = await mint(emulator, fast(50), { totalTimeout: 30 });
  assert.match(lines[0] ?? "", /; still trying, for another \d+ s at most \(ivs-realtime:totalTimeout\)\.$/);
  assert.match(
    failures[0] ?? "",
    /^the service failed on its side: .*\[\w+: the last attempt ended with HTTP 503 \w+, and ivs-realtime:totalTimeout ends tries after 30 s; \d+ attempts/,
  );
});

test("the wait for a turn doesn't count to the patience: two passing faults of one call fail nothing", async (t) => {
  let [first, faults] = ["", 0];
  const server = createServer(({ headers }, response) => {
    const call = String(headers["amz-sdk-invocation-id"]);
    first ||= call;
    if (call === first && ++faults <= 2) response.writeHead(503).end();
    else response.end('{"participantToken":{"token":"a-token","participantId":"someone"}}');
  });
  const { url, close } = await loopbackServer(server);
  t.after(close);
  const emulator = { url, requests: [] } as unknown as Emulator;
  const { failures } = await mint(emulator, fast(200), { createsPerSecond: 1 }, 140);
  assert.deepEqual(failures, []);
  assert.equal(faults, 3);
});

test("what credentials took is no silence of the service", async (t) => {
  const emulator = await startEmulatorFor(t, { stages: [stageArn] });
  emulator.fault({ delayMs: 400, times: 1 });
  const sts = createServer((_, response) => setTimeout(() => response.end(issued), 800));
  const { url, close } = await loopbackServer(sts);
  t.after(close);
  const assumeRoles = [{ roleArn: "arn:aws:iam::123456789012:role/host" }];
  const aws = { assumeRoles, endpoints: [{ sts: url }] };
  const { lines, requests } = await mint(emulator, fast(10), aws);
  assert.deepEqual(lines, []);
  assert.equal(requests, 1);
});

const issued =
  "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>test</AccessKeyId><SecretAccessKey>test" +
  "</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>" +
  "</AssumeRoleResult></AssumeRoleResponse>";

test("a number of tries that a setting names is said, and ends them", async (t) => {
  const emulator = await startEmulatorFor(t, { stages: [stageArn] });
  emulator.fault({ status: 503 });
  const { lines, requests } = await mint(emulator, fast(200), { maxRetries: 8 });
  assert.equal(requests, 9);
  for (const line of lines) assert.match(line, /; still trying \(attempt \d of 9\), for another \d/);
});

test("an endpoint that says nothing is told of while the first attempt waits", async (t) => {
  const emulator = await startEmulatorFor(t, { stages: [stageArn] });
  emulator.fault({ delayMs: 60_000, times: 1 });
  const { lines, failures } = await mint(emulator, fast(50), { readTimeout: 1 });
  assert.deepEqual(failures, []);
  assert.match(
    lines[0] ?? "",
    /has not answered for \d+ s; still trying, for another 4 min \d+ s at most \(/,
  );
  assert.match(lines.at(-1) ?? "", /answers again/);
});

test("a body that stalls counts as silence, and is tried again", async (t) => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(200, { "content-type": "application/json" });
    if (asked === 1) response.write('{"participantToken":');
    else response.end('{"participantToken":{"token":"a-token","participantId":"someone"}}');
  });
  const { url, close } = await loopbackServer(server);
  t.after(close);
  const given = { accessKey: "test", secretKey: "test", endpoint: url, readTimeout: 1 };
  const connect = (aws: object) => connectClient(settings({ ...given, ...aws }), () => {});
  const failing = (await connect({ maxRetries: 0 })).createParticipantToken(request);
  await assert.rejects(failing, { kind: "silent" });
  asked = 0;
  assert.equal((await (await connect({})).createParticipantToken(request)).participantId, "someone");
  assert.equal(asked, 2);
});

const refused: [string, { status: number; name: string; message: string }][] = [
  ["a 501", { status: 501, name: "Oops", message: "no" }],
  [
    "an InternalFailure",
    { status: 500, name: "InternalFailure", message: "The API hasn’t been implemented yet" },
  ],
  [
    "an InternalServerError",
    { status: 500, name: "InternalServerError", message: "Service ivs is not supported" },
  ],
  [
    "an InternalError",
    { status: 503, name: "InternalError", message: "this endpoint does not support CreateParticipantToken" },
  ],
  ["a name", { status: 400, name: "NotImplementedException", message: "" }],
];
for (const [what, fault] of refused) {
  test(`${what} (${fault.message}) says that no IVS Real-Time is there: one attempt, and the setting is named`, async (t) => {
    const emulator = await startEmulatorFor(t, { stages: [stageArn] });
    emulator.fault(fault);
    const { failures, requests } = await mint(emulator, fast(50));
    assert.equal(requests, 1);
    assert.match(
      failures[0] ?? "",
      /^http:\S+ \(the input aws\.endpoint\) says that it doesn't implement CreateParticipantToken, so it isn't IVS Real-Time: correct that setting/,
    );
  });
}

for (const fault of [
  { status: 505, name: "HttpVersion", message: "HTTP version not supported" },
  { status: 503, name: "ServiceUnavailableException", message: "Unsupported Media" },
]) {
  test(`a ${fault.status} that says "${fault.message}" may pass: it is tried again`, async (t) => {
    const emulator = await startEmulatorFor(t, { stages: [stageArn] });
    emulator.fault({ ...fault, times: 2 });
    const { failures, requests } = await mint(emulator, fast(50));
    assert.deepEqual([failures, requests], [[], 3]);
  });
}

// The AWS SDK calls an answer without a name "Unknown".
for (const [fault, said] of [
  [
    { status: 408, name: "RequestTimeoutException" },
    /^http:\S+ \(the input aws\.endpoint\) answered that the request did not come in time: .*HTTP 408/,
  ],
  [{ status: 408, name: "Unknown" }, /answered that the request did not come in time: .*HTTP 408/],
  [{ status: 425, name: "TooEarly" }, /^the service failed on its side: .*HTTP 425/],
] as [{ status: number; name: string }, RegExp][]) {
  test(`a ${fault.status} ${fault.name} may pass: it is tried again, and loses no token`, async (t) => {
    const emulator = await startEmulatorFor(t, { stages: [stageArn] });
    emulator.fault({ ...fault, times: 2 });
    const passed = await mint(emulator, fast(50));
    assert.deepEqual([passed.failures, passed.requests], [[], 3]);
    emulator.fault(fault);
    const { failures } = await mint(emulator, fast(50), { maxRetries: 1 });
    assert.match(failures[0] ?? "a token was minted", said);
    assert.doesNotMatch(failures[0] ?? "", /lost/);
  });
}

test("the attempts of a call are numbered at the wire, and their largest number is there only where a setting has one", async (t) => {
  const seen: unknown[] = [];
  const server = createServer(({ headers }, response) => {
    seen.push(headers["amz-sdk-request"]);
    response.writeHead(503).end();
  });
  const { url, close } = await loopbackServer(server);
  t.after(close);
  const given = { accessKey: "test", secretKey: "test", endpoint: url };
  for (const aws of [{ maxRetries: 1 }, { totalTimeout: 1 }]) {
    const client = await connectClient(settings({ ...given, ...aws }), () => {});
    await assert.rejects(client.getStage(stageArn));
  }
  assert.deepEqual(seen.slice(0, 4), ["attempt=1; max=2", "attempt=2; max=2", "attempt=1", "attempt=2"]);
});

/** How many times, and until when, a failure is tried where each attempt takes so long. */
async function tried(given: Settings, timing: ReturnType<typeof waitingOnly>, each: number, error: object) {
  const strategy = retryStrategy(given, undefined, timing);
  let token = await strategy.acquireInitialRetryToken("test");
  for (let count = 1; ; count++) {
    timing.pass(each);
    const failed = { errorType: "TRANSIENT", error: Object.assign(new Error(), error) } as RetryErrorInfo;
    const next = await strategy.refreshRetryTokenForRetry(token, failed).catch(() => undefined);
    if (next === undefined) return { count, until: timing.now() - each };
    token = next;
  }
}

test("property: by default tries end two minutes after the first failure, whatever each takes; else by number", async () => {
  const attempt = fc.integer({ min: 1, max: 60_000 });
  await fc.assert(
    fc.asyncProperty(
      attempt,
      fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      async (each, maxRetries) => {
        const given = settings(maxRetries === undefined ? {} : { maxRetries });
        const { count, until } = await tried(given, waitingOnly(), each, { code: "ENOTFOUND" });
        if (maxRetries !== undefined) assert.equal(count, maxRetries + 1);
        // The last attempt begins at the very end, or an attempt ran past it.
        else assert.ok(until >= patience && until <= patience + each, `${until}`);
      },
    ),
  );
});

test("an outage of STS is said too, and waited for once: not again by the call that wants its credentials", async (t) => {
  const emulator = await startEmulatorFor(t, { stages: [stageArn] });
  const sts = createServer((_, response) => response.writeHead(503).end());
  const { url, close } = await loopbackServer(sts);
  t.after(close);
  const timing = fast(100);
  const assumeRoles = [{ roleArn: "arn:aws:iam::123456789012:role/host" }];
  const start = timing.now();
  const { lines, failures } = await mint(emulator, timing, { assumeRoles, endpoints: [{ sts: url }] });
  assert.ok(timing.now() - start < 2 * patience, `${timing.now() - start}`);
  assert.match(
    lines[0] ?? "",
    /^The credentials for http:\S+ \(the input aws\.endpoint\) have not come for \d+ s \(STS at http:\S+\); still trying/,
  );
  assert.match(failures[0] ?? "", /^no usable AWS credentials were found/);
});

/** The lines about calls of which each is in trouble for some time, and what each of them ended in. */
function troubled() {
  let now = 0;
  const lines: string[] = [];
  const trouble = new Trouble((line) => lines.push(line), { now: () => now, after: () => () => {} });
  const context = {
    operation: "GetStage" as const,
    settings: settings({}),
    asked: [],
    used: new Set<string>(),
  };
  return {
    lines,
    begin() {
      const [started, attempts] = [now, new Attempts(context, undefined)];
      attempts.begins(now, undefined);
      return {
        lasts: () => trouble.lasts(context, attempts, started, 60_000, now),
        answered: () => trouble.over(attempts, context),
        failed: () => trouble.over(attempts),
      };
    },
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

test("that the service answers again is said when the last call in trouble has ended well", () => {
  const { lines, begin, pass } = troubled();
  const [one, two] = [begin(), begin()];
  pass(10_000);
  one.lasts();
  two.lasts();
  pass(5000);
  begin().answered();
  one.answered();
  assert.equal(lines.length, 1);
  pass(5000);
  two.answered();
  assert.match(lines[1] ?? "", /answers again, after 20 s\.$/);
  assert.equal(lines.length, 2);
});

test("where other calls are answered throughout, or the last one fails, nothing answers again", () => {
  for (const [between, end] of [
    [true, "answered"],
    [false, "failed"],
  ] as const) {
    const { lines, begin, pass } = troubled();
    const unlucky = begin();
    pass(10_000);
    if (between) begin().answered();
    unlucky.lasts();
    begin().answered();
    unlucky[end]();
    begin().answered();
    assert.equal(lines.length, 1, lines.join("\n"));
    assert.match(lines[0] ?? "", /has not answered for 10 s; still trying, for another/);
  }
});

test("a retry that waits keeps no process alive whose call has ended", async () => {
  const kinds: unknown[] = [];
  const after = (_: number, alarm: () => void, idle?: "idle") => {
    kinds.push(idle);
    queueMicrotask(alarm);
    return () => {};
  };
  const strategy = retryStrategy(settings({}), undefined, { now: () => 0, after });
  const token = await strategy.acquireInitialRetryToken("test");
  await strategy.refreshRetryTokenForRetry(token, { errorType: "TRANSIENT" } as RetryErrorInfo);
  assert.deepEqual(kinds, ["idle"]);
  const timeouts = () => process.getActiveResourcesInfo().filter((one) => one === "Timeout").length;
  const before = timeouts();
  systemTiming.after(60_000, () => {}, "idle");
  assert.equal(timeouts(), before);
});

test("a call that has failed takes no turn and says nothing, when credentials or its turn come too late", async () => {
  const alarms = new Set<() => void>();
  const after = (_: number, alarm: () => void) => {
    alarms.add(alarm);
    return () => alarms.delete(alarm);
  };
  const deadline = new Deadline(5, { now: () => 0, after }, () => {});
  const turn = Promise.withResolvers<void>();
  const waiting = deadline.pausedFor(() => turn.promise);
  deadline.end();
  turn.resolve();
  await assert.rejects(waiting, { name: "AbortError" });
  await assert.rejects(
    deadline.pausedFor(() => assert.fail("it took a turn")),
    { name: "AbortError" },
  );
  assert.equal(alarms.size, 0);
});

test("an error that a client of STS gave up on isn't tried again by the call that waits for it", async () => {
  const error = Object.assign(new Error(), { code: "ECONNRESET" });
  const info = { errorType: "TRANSIENT", error } as RetryErrorInfo;
  const [sts, ivs] = [settings({ maxRetries: 0 }), settings({})].map((given) =>
    retryStrategy(given, undefined),
  );
  for (const strategy of [sts, ivs]) {
    const token = await strategy?.acquireInitialRetryToken("test");
    assert.ok(token && strategy);
    await assert.rejects(strategy.refreshRetryTokenForRetry(token, info), error);
  }
});
