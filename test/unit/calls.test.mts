import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { RetryErrorInfo } from "@smithy/types";
import { type Emulator, type Fault, startEmulator } from "ivs-realtime-emulator";
import { connectClient } from "../../dist/provider/client/connect.js";
import { retryStrategy } from "../../dist/provider/client/retries.js";
import { explain } from "../../dist/provider/failures/explain.js";
import { IvsError } from "../../dist/provider/failures/ivsError.js";
import { stageArn } from "../support/emulators.mts";
import { settings } from "../support/environment.mts";

const request = { stageArn, capabilities: ["PUBLISH" as const], duration: 60 };
let emulator: Emulator;

before(async () => {
  emulator = await startEmulator({ stages: [stageArn], quotas: true });
});
after(() => emulator.close());

const connect = (aws: Record<string, unknown> = {}, log: (line: string) => void = () => {}) =>
  connectClient(
    settings({ accessKey: "test", secretKey: "test", endpoint: emulator.url, maxRetries: 2, ...aws }),
    (_, line) => log(line),
  );

/** What a mint under a fault ends in, and how many requests it took. */
async function mintUnder(fault: Fault, aws: Record<string, unknown> = {}) {
  const before = emulator.requests.length;
  const undo = emulator.fault(fault);
  const client = await connect(aws);
  const ended = await client.createParticipantToken(request).then(
    () => "minted",
    (error: unknown) => error,
  );
  undo();
  const requests = emulator.requests.length - before;
  if (ended === "minted") return { ended, requests };
  assert.ok(ended instanceof IvsError);
  return { ended: explain(ended, stageArn), requests };
}

const passing: [string, Fault][] = [
  ["throttling, though under a 400", { status: 400, name: "ThrottlingException", times: 2 }],
  ["throttling by another name", { status: 400, name: "RequestLimitExceeded", times: 2 }],
  ["a fault of the service", { status: 500, times: 2 }],
  ["a status that the SDK gives up at", { status: 507, name: "InternalFailure", times: 2 }],
  ["a lost connection", { dropConnection: true, times: 2 }],
];
for (const [what, fault] of passing) {
  for (const retryMode of ["standard", "adaptive"]) {
    test(`${what} is tried again, in ${retryMode} mode`, async () => {
      assert.deepEqual(await mintUnder(fault, { retryMode }), { ended: "minted", requests: 3 });
    });
  }
}

const final: [string, Fault][] = [
  ["denied access, though under a 500", { status: 500, name: "AccessDeniedException" }],
  ["a used-up quota, though under a 503", { status: 503, name: "ServiceQuotaExceededException" }],
  ["invalid input, though under a 429", { status: 429, name: "ValidationException" }],
  ["a stage that is gone", { status: 404, name: "ResourceNotFoundException" }],
];
for (const [what, fault] of final) {
  test(`${what} is refused for good: one request`, async () => {
    const { ended, requests } = await mintUnder(fault);
    assert.equal(requests, 1);
    assert.match(ended, new RegExp(`\\[${fault && "name" in fault ? fault.name : ""}`));
  });
}

test("no retries: one request", async () => {
  assert.equal((await mintUnder({ status: 503 }, { maxRetries: 0 })).requests, 1);
});

test("a short storm over many tokens fails none of them", async () => {
  for (const retryMode of ["standard", "adaptive"]) {
    const client = await connect({ retryMode, maxRetries: 10 });
    const undo = emulator.fault({ operation: "CreateParticipantToken", status: 500, times: 80 });
    const minted = await Promise.all(
      Array.from({ length: 40 }, () => client.createParticipantToken(request)),
    );
    undo();
    assert.equal(minted.length, 40);
  }
});

test("what gives up says what was tried, how often and for how long", async () => {
  const { ended } = await mintUnder({ status: 503 });
  assert.match(ended, /HTTP 503; 3 attempts in (under )?\d+ s; request ID/);
});

test("the total time ends retries too", async () => {
  const { ended } = await mintUnder({ status: 503 }, { maxRetries: 100, totalTimeout: 1 });
  assert.match(
    ended,
    /^the service failed on its side: .*\[\w+: the last attempt ended with HTTP 503 ServiceUnavailableException, and ivs-realtime:totalTimeout ends tries after 1 s; \d+ attempts in \d+ s/,
  );
});

test("where tries end by the total time, the advice is that of what they ended in; where one hangs, that of silence", async () => {
  const throttled = await mintUnder({ status: 429 }, { maxRetries: 100, totalTimeout: 1 });
  assert.match(
    throttled.ended,
    /^account \d+ makes more calls of CreateParticipantToken .*HTTP 429 .* after 1 s/,
  );
  const undo = emulator.fault({ status: 503, times: 1 });
  const hanging = await mintUnder({ delayMs: 60_000 }, { totalTimeout: 2 });
  undo();
  assert.match(hanging.ended, /^no whole answer to CreateParticipantToken came within the 2 s/);
});

test("what the mode adaptive waits for doesn't count: a call after a throttled one has its attempt", async () => {
  const client = await connect({ retryMode: "adaptive", totalTimeout: 1 });
  const undo = emulator.fault({ status: 429 });
  await assert.rejects(client.createParticipantToken(request), { kind: "throttled" });
  undo();
  await Promise.all([client.createParticipantToken(request), client.createParticipantToken(request)]);
});

test("a look-up that fails is tried again; a port of this machine where nothing listens is not", async () => {
  const strategy = retryStrategy(settings({}), undefined);
  const again = async (error: object) => {
    const token = await strategy.acquireInitialRetryToken("test");
    const info = { error: Object.assign(new Error(), error), errorType: "TRANSIENT" } as RetryErrorInfo;
    return strategy.refreshRetryTokenForRetry(token, info).then(
      () => true,
      () => false,
    );
  };
  assert.equal(await again({ code: "ENOTFOUND" }), true);
  assert.equal(await again({ code: "ECONNREFUSED", address: "10.0.0.1" }), true);
  assert.equal(await again({ code: "ECONNREFUSED", address: "127.0.0.1" }), false);
  assert.equal(await again({ code: "ECONNREFUSED", errors: [{ address: "::1" }] }), false);
});

test("a connection that says nothing is tried again", async () => {
  const fault = { operation: "CreateParticipantToken" as const, delayMs: 60_000, times: 1 };
  assert.deepEqual(await mintUnder(fault, { readTimeout: 1 }), { ended: "minted", requests: 2 });
});

test("what gives up for silence names the limits", async () => {
  const { ended } = await mintUnder({ delayMs: 60_000, times: 1 }, { readTimeout: 1, maxRetries: 0 });
  assert.match(
    ended,
    /did not answer in time: .* take 1 min \(ivs-realtime:connectTimeout\), .* silent for 1 s \(ivs-realtime:readTimeout\)/,
  );
});

test("no limit on silence is bounded by the total time all the same", async () => {
  const limits = { readTimeout: 0, connectTimeout: 0, totalTimeout: 1 };
  const { ended } = await mintUnder({ delayMs: 60_000, times: 1 }, limits);
  assert.match(ended, /no whole answer to CreateParticipantToken came within the 1 s/);
});

test("a hundred tokens at once keep the service's quota, whatever the clients", async () => {
  const clients = await Promise.all([connect(), connect({ readTimeout: 30 })]);
  const before = emulator.requests.length;
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => clients[index % 2]?.createParticipantToken(request)),
  );
  const seen = emulator.requests.slice(before);
  assert.deepEqual(
    seen.map(({ status }) => status),
    Array(100).fill(200),
  );
  // The second half waits for a second: no machine is faster.
  assert.ok((seen.at(-1)?.date.getTime() ?? 0) - (seen[0]?.date.getTime() ?? 0) > 990);
});

test("other calls keep their quota too", async () => {
  const client = await connect();
  const before = emulator.requests.length;
  await Promise.all(Array.from({ length: 10 }, () => client.getStage(stageArn)));
  const seen = emulator.requests.slice(before);
  assert.ok((seen.at(-1)?.date.getTime() ?? 0) - (seen[0]?.date.getTime() ?? 0) > 990);
});

test("a lower pace holds, retries included", async () => {
  const arrived: number[] = [];
  const client = await connect({ createsPerSecond: 6, debug: true }, (line) => {
    if (/attempt \d+: POST/.test(line)) arrived.push(performance.now());
  });
  const undo = emulator.fault({ operation: "CreateParticipantToken", status: 503, times: 3 });
  await Promise.all(Array.from({ length: 6 }, () => client.createParticipantToken(request)));
  undo();
  assert.equal(arrived.length, 9);
  // Six at once, and three more a second later: slow machines take longer, and none is faster.
  assert.ok((arrived[6] ?? 0) - (arrived[0] ?? 0) > 990, arrived.join());
});

test("debug shows requests, attempts, times and request IDs, and masks what may be secret", async () => {
  const lines: string[] = [];
  const client = await connect({ debug: true, token: "hush-session" }, (line) => lines.push(line));
  const named = { ...request, userId: "hush-bob", attributes: { role: "hush-role" } };
  await client.createParticipantToken(named).catch(() => {});
  assert.equal(lines.length, 3);
  assert.equal(lines[0], "calls to us-west-2 with the keys of the input aws.accessKey, with a session token");
  assert.match(
    lines[1] ?? "",
    /^CreateParticipantToken, attempt 1: POST http:\/\/127\.0\.0\.1:\d+\/CreateParticipantToken \{.*authorization: \[masked\]; x-amz-security-token: \[masked\]\} \{.*"stageArn":"arn.*"userId":"\[masked\]","attributes":"\[masked\]".*\}$/,
  );
  assert.match(
    lines[2] ?? "",
    /^CreateParticipantToken, attempt 1: HTTP 403 UnrecognizedClientException after \d+ ms, request ID [0-9a-f-]{36}$/,
  );
  assert.doesNotMatch(lines.join("\n"), /hush|Signature=|Credential=/);
});

test("debug: an attempt without an answer says what happened", async () => {
  const lines: string[] = [];
  const client = await connect({ debug: true }, (line) => lines.push(line));
  const undo = emulator.fault({ dropConnection: true, times: 1 });
  await client.createParticipantToken(request);
  undo();
  assert.match(lines[2] ?? "", /attempt 1: no answer \(ECONNRESET\) after \d+ ms$/);
});

test("debug masks a name of an error that the error itself masks", async () => {
  const lines: string[] = [];
  const client = await connect({ debug: true, maxRetries: 0 }, (line) => lines.push(line));
  const undo = emulator.fault({ status: 418, name: "HushedTeapot", times: 1 });
  await client.createParticipantToken({ ...request, userId: "Hushed" }).catch(() => {});
  undo();
  assert.match(lines[2] ?? "", /attempt 1: HTTP 418 after/);
});
