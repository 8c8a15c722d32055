import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fault } from "ivs-realtime-emulator";
import { stageArn, startEmulatorFor } from "../support/emulators.mts";
import { clockAt } from "../support/scene.mts";
import { post } from "../support/signed.mts";

const input = { arn: stageArn };
const named: [fault: Fault, status: number, name: string, member: string][] = [
  [{ status: 400 }, 400, "ValidationException", "exceptionMessage"],
  [{ status: 402 }, 402, "ServiceQuotaExceededException", "exceptionMessage"],
  [{ status: 403 }, 403, "AccessDeniedException", "exceptionMessage"],
  [{ status: 403, name: "PendingVerification" }, 403, "PendingVerification", "exceptionMessage"],
  [{ status: 404 }, 404, "ResourceNotFoundException", "exceptionMessage"],
  [{ status: 409 }, 409, "ConflictException", "exceptionMessage"],
  [{ status: 429 }, 429, "ThrottlingException", "message"],
  [{ status: 400, name: "ThrottlingException" }, 400, "ThrottlingException", "message"],
  [{ status: 500 }, 500, "InternalServerException", "message"],
  [{ status: 503 }, 503, "ServiceUnavailableException", "message"],
];

describe("an error asked for", () => {
  for (const [fault, status, name, member] of named) {
    test(`answers ${status} ${name}`, async (t) => {
      const emulator = await startEmulatorFor(t);
      emulator.fault({ ...fault, message: "as asked" } as Fault);
      const answer = await post(emulator.url, "GetStage", input);
      assert.deepEqual([answer.status, answer.error, answer.body], [status, name, { [member]: "as asked" }]);
    });
  }

  test("strikes its operation only, as often as asked", async (t) => {
    const emulator = await startEmulatorFor(t);
    emulator.fault({ operation: "GetStage", times: 2, status: 503, headers: { "retry-after": "1" } });
    const statuses: number[] = [];
    for (const name of ["ListStages", "GetStage", "GetStage", "GetStage"]) {
      statuses.push((await post(emulator.url, name, input)).status);
    }
    assert.deepEqual(statuses, [200, 503, 503, 200]);
    assert.deepEqual(
      emulator.requests.map(({ status }) => status),
      statuses,
    );
  });

  test("strikes until it is undone, and undoing twice is no harm", async (t) => {
    const emulator = await startEmulatorFor(t);
    const undo = emulator.fault({ status: 500 });
    assert.equal((await post(emulator.url, "GetStage", input)).status, 500);
    undo();
    undo();
    assert.equal((await post(emulator.url, "GetStage", input)).status, 200);
  });

  test("carries nothing out", async (t) => {
    const emulator = await startEmulatorFor(t);
    emulator.fault({ operation: "DeleteStage", status: 500 });
    await post(emulator.url, "DeleteStage", input);
    assert.equal((await post(emulator.url, "GetStage", input)).status, 200);
  });
});

describe("other faults", () => {
  test("drop the connection once, carrying nothing out", async (t) => {
    const emulator = await startEmulatorFor(t);
    emulator.fault({ operation: "DeleteStage", dropConnection: true, times: 1 });
    await assert.rejects(post(emulator.url, "DeleteStage", input));
    assert.equal((await post(emulator.url, "GetStage", input)).status, 200);
    assert.deepEqual(
      emulator.requests.map(({ status }) => status),
      [undefined, 200],
    );
  });

  test("delay an answer for as long as asked, and no other", async (t) => {
    const emulator = await startEmulatorFor(t);
    const undo = emulator.fault({ operation: "GetStage", delayMs: 2 ** 30 });
    const never = assert.rejects(post(emulator.url, "GetStage", input));
    await t.waitFor(() => assert.equal(emulator.requests.length, 1), { interval: 1, timeout: 10_000 });
    assert.equal((await post(emulator.url, "ListStages", {})).status, 200);
    assert.equal(emulator.requests[0]?.status, undefined);
    undo();
    emulator.fault({ operation: "GetStage", delayMs: 1 });
    assert.equal((await post(emulator.url, "GetStage", input)).status, 200);
    await emulator.close();
    await never;
  });

  test("limit a second of the emulator's clock", async (t) => {
    const clock = clockAt();
    const emulator = await startEmulatorFor(t, { clock });
    emulator.fault({ perSecond: 2 });
    const answer = async () => (await post(emulator.url, "GetStage", input, { date: clock() })).error;
    assert.deepEqual([await answer(), await answer(), await answer()], [null, null, "ThrottlingException"]);
    clock.move(1);
    assert.deepEqual([await answer(), await answer(), await answer()], [null, null, "ThrottlingException"]);
  });

  test("rewrite a good answer and leave an error alone", async (t) => {
    const emulator = await startEmulatorFor(t);
    emulator.fault({ rewrite: ({ stage, ...rest }) => ({ ...rest, seen: stage !== undefined }), times: 1 });
    assert.equal((await post(emulator.url, "GetStage", {})).status, 400);
    assert.deepEqual((await post(emulator.url, "GetStage", input)).body, { seen: true });
    assert.ok((await post(emulator.url, "GetStage", input)).body.stage);
  });

  test("change the headers of a good answer", async (t) => {
    const emulator = await startEmulatorFor(t);
    const date = "Sun, 01 Mar 2026 05:00:00 GMT";
    emulator.fault({ rewrite: (body) => body, headers: { date, "x-amzn-requestid": null }, times: 2 });
    const [good, bad] = [
      await post(emulator.url, "GetStage", input),
      await post(emulator.url, "GetStage", { arn: `${stageArn}2` }),
    ];
    assert.deepEqual(
      [good.status, good.headers.get("date"), good.headers.get("x-amzn-requestid")],
      [200, date, null],
    );
    assert.equal(bad.status, 404);
    assert.notEqual(bad.headers.get("date"), date);
  });

  test("say what went wrong in their own rewrite", async (t) => {
    const emulator = await startEmulatorFor(t);
    emulator.fault({
      rewrite: () => {
        throw new Error("typo");
      },
    });
    const { status, body } = await post(emulator.url, "GetStage", input);
    assert.deepEqual([status, body.message], [500, "The emulator failed: Error: typo"]);
    assert.equal(emulator.requests[0]?.status, 500);
  });

  test("answer 200 with whatever text, and without a Date", async (t) => {
    const emulator = await startEmulatorFor(t);
    emulator.fault({ rawBody: "<html>", headers: { Date: null, "content-type": "text/html" } });
    const { status, text, headers } = await post(emulator.url, "GetStage", input);
    assert.deepEqual(
      [status, text, headers.get("date"), headers.get("content-type")],
      [200, "<html>", null, "text/html"],
    );
  });

  test("follow one another in the order of asking", async (t) => {
    const emulator = await startEmulatorFor(t);
    emulator.fault({ delayMs: 1 });
    emulator.fault({ status: 500, times: 1 });
    emulator.fault({ status: 503, times: 1 });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1)
      statuses.push((await post(emulator.url, "GetStage", input)).status);
    assert.deepEqual(statuses, [500, 503, 200]);
  });

  test("are refused unless they say exactly one thing", async (t) => {
    const emulator = await startEmulatorFor(t);
    for (const fault of [{}, { status: 500, delayMs: 1 }, { operation: "GetStage" }]) {
      assert.throws(() => emulator.fault(fault as Fault), TypeError);
    }
  });

  test("are refused with values and headers that can't be", async (t) => {
    const emulator = await startEmulatorFor(t);
    for (const [fault, text] of [
      [{ status: 500, times: 0 }, /^A fault's times is a whole number, at least 1, not 0$/],
      [{ status: 500, times: 1.5 }, /times .* not 1\.5$/],
      [{ status: 500, times: Number.NaN }, /times/],
      [{ status: 399 }, /^A fault's status is 400 to 599, not 399$/],
      [{ status: 600 }, /status/],
      [{ status: 500.5 }, /status/],
      [{ operation: "MintToken", status: 500 } as unknown as Fault, /not MintToken$/],
      [{ status: 403, name: "Bad\nName" }, /x-amzn-errortype/],
      [{ status: 500, headers: { "retry-after": "1\r\n" } }, /retry-after/],
      [{ status: 500, headers: { "bad name": null } }, /bad name/],
      [{ delayMs: -1 }, /^A fault's delayMs is 0 to 2147483647, not -1$/],
      [{ delayMs: 2 ** 31 }, /delayMs/],
      [{ perSecond: -1 }, /^A fault's perSecond is 0 or more, not -1$/],
      [{ perSecond: Number.NaN }, /perSecond/],
      [{ perSecond: "5" } as unknown as Fault, /perSecond/],
      [{ dropConnection: false } as unknown as Fault, /^A fault's dropConnection is true, not false$/],
      [{ rewrite: 5 } as unknown as Fault, /^A fault's rewrite is a function, not 5$/],
      [{ rawBody: 5 } as unknown as Fault, /^A fault's rawBody is a text, not 5$/],
      [{ status: 500, message: 5 } as unknown as Fault, /message/],
      [null as unknown as Fault, /^A fault is an object, not null$/],
      [{ rawBody: "", headers: { date: "\u{1f4a5}" } }, /date/],
    ] as [Fault, RegExp][]) {
      assert.throws(
        () => emulator.fault(fault),
        (error: Error) => error instanceof TypeError && text.test(error.message),
        JSON.stringify(fault),
      );
    }
  });
});
