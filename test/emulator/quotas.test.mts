import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Pace } from "../../emulator/dist/operations/perform.js";
import { stageArn, startEmulatorFor } from "../support/emulators.mts";
import { clockAt } from "../support/scene.mts";
import { post, publicPem } from "../support/signed.mts";
import { commandLine } from "./support/commandLine.mts";

const otherRegion = "arn:aws:ivs:eu-west-1:123456789012:stage/abcdABCDefgh";
const otherAccount = "arn:aws:ivs:us-west-2:210987654321:stage/abcdABCDefgh";

/** An emulator with the quotas and a clock that stands still until it is moved. */
async function held(t: Parameters<typeof startEmulatorFor>[0], { quotas = true } = {}) {
  const clock = clockAt("2031-05-06T07:08:09.500Z");
  const stages = [stageArn, otherRegion, otherAccount];
  const emulator = await startEmulatorFor(t, { quotas, clock, stages });
  const call = (operation: string, input: object, region = "us-west-2", signing: object = {}) =>
    post(emulator.url, operation, input, { date: clock(), region, ...signing });
  /** How many of so many calls at once are answered with 200. */
  async function passed(count: number, operation: string, input: object, region?: string) {
    let good = 0;
    for (let sent = 0; sent < count; sent += 1)
      if ((await call(operation, input, region)).status === 200) good += 1;
    return good;
  }
  /** How many of so many calls pass that come evenly, so many a second. */
  async function passedEvenly(count: number, perSecond: number, operation: string, input: object) {
    const start = clock().getTime();
    let good = 0;
    for (let sent = 0; sent < count; sent += 1) {
      clock.set(new Date(start + (sent * 1000) / perSecond).toISOString());
      good += await passed(1, operation, input);
    }
    return good;
  }
  return { clock, call, passed, passedEvenly };
}

const mint = "CreateParticipantToken";

describe("quotas", () => {
  test("hold nobody up unless asked for", async (t) => {
    const { passed } = await held(t, { quotas: false });
    assert.equal(await passed(60, mint, { stageArn }), 60);
    assert.equal(await passed(10, "GetStage", { arn: stageArn }), 10);
  });

  test("let 50 tokens a second pass and throttle the 51st, which costs nothing", async (t) => {
    const { clock, call, passed } = await held(t);
    assert.equal(await passed(50, mint, { stageArn }), 50);
    const { status, error, body } = await call(mint, { stageArn });
    assert.deepEqual([status, error, body], [429, "ThrottlingException", { message: "Rate exceeded" }]);
    assert.equal(await passed(20, mint, { stageArn }), 0);
    clock.move(0.019);
    assert.equal(await passed(2, mint, { stageArn }), 0);
    clock.move(0.001);
    assert.equal(await passed(2, mint, { stageArn }), 1);
    clock.move(3600);
    assert.equal(await passed(60, mint, { stageArn }), 50);
  });

  for (const rate of [49, 50]) {
    test(`never hold up who calls evenly ${rate} times a second, wherever the seconds begin`, async (t) => {
      const { passedEvenly } = await held(t);
      assert.equal(await passedEvenly(120, rate, mint, { stageArn }), 120);
    });
  }

  test("forgive a client that comes late and then makes up for it", async (t) => {
    const { clock, passed } = await held(t);
    for (let second = 0; second < 3; second += 1) {
      clock.move(1);
      assert.equal(await passed(49, mint, { stageArn }), 49);
    }
  });

  test("find out who calls 100 times a second", async (t) => {
    const { passedEvenly } = await held(t);
    // The 50 that may come at once, and half of a second's 50 for every 50 calls.
    assert.equal(await passedEvenly(150, 100, mint, { stageArn }), 50 + 74);
  });

  test("go on by a clock that was moved back", async (t) => {
    const { clock, passed } = await held(t);
    const input = { arn: stageArn };
    assert.equal(await passed(5, "GetStage", input), 5);
    clock.move(-3600);
    assert.equal(await passed(1, "GetStage", input), 0);
    clock.move(1);
    assert.equal(await passed(7, "GetStage", input), 5);
  });

  test("are kept for each region and for each account", async (t) => {
    const { passed } = await held(t);
    assert.equal(await passed(7, "GetStage", { arn: stageArn }), 5);
    assert.equal(await passed(7, "GetStage", { arn: otherRegion }, "eu-west-1"), 5);
    assert.equal(await passed(7, "GetStage", { arn: otherAccount }), 5);
  });

  const perSecond: [operation: string, input: object, quota: number][] = [
    ["CreateStage", {}, 5],
    ["GetStage", { arn: stageArn }, 5],
    ["ListStages", {}, 5],
    ["UpdateStage", { arn: stageArn }, 5],
    ["ListParticipants", { stageArn, sessionId: "st-0123456789abc" }, 5],
    ["ListPublicKeys", {}, 3],
  ];
  test("are kept for each operation", async (t) => {
    const { passed } = await held(t);
    for (const [operation, input, quota] of perSecond)
      assert.deepEqual([operation, await passed(7, operation, input)], [operation, quota]);
  });

  test("count refused input and no bad signature", async (t) => {
    const { call } = await held(t);
    const errors = async (signing: object) => {
      const answers = [];
      for (let sent = 0; sent < 6; sent += 1)
        answers.push((await call("GetStage", { arn: "x" }, "us-west-2", signing)).error);
      return new Set(answers);
    };
    assert.deepEqual(await errors({ secretAccessKey: "wrong" }), new Set(["InvalidSignatureException"]));
    assert.deepEqual(await errors({}), new Set(["ValidationException", "ThrottlingException"]));
  });

  test("allow 100 stages in a region, those of the start included", async (t) => {
    const { clock, call } = await held(t);
    const create = (region?: string) => {
      clock.move(1);
      return call("CreateStage", {}, region);
    };
    for (let count = 2; count < 100; count += 1) assert.equal((await create()).status, 200);
    const { status, error, body } = await create();
    assert.deepEqual([status, error], [402, "ServiceQuotaExceededException"]);
    assert.equal(body.exceptionMessage, "At most 100 stages in a region");
    assert.equal((await create("eu-west-1")).status, 200);
    assert.equal((await call("DeleteStage", { arn: stageArn })).status, 200);
    assert.equal((await create()).status, 200);
  });

  test("allow 3 public keys in a region", async (t) => {
    const { clock, call } = await held(t);
    const create = (region?: string) => {
      clock.move(1);
      return call("ImportPublicKey", { publicKeyMaterial: publicPem() }, region);
    };
    for (let count = 0; count < 3; count += 1) assert.equal((await create()).status, 200);
    const { status, error } = await create();
    assert.deepEqual([status, error], [402, "ServiceQuotaExceededException"]);
    assert.equal((await create("eu-west-1")).status, 200);
  });

  test("hold at the command line when asked for", async () => {
    const command = commandLine("--port", "0", "--quotas");
    const url = (await command.firstLine()).replace("IVS Real-Time emulator listening on ", "");
    const publicKeyMaterial = publicPem();
    // So many that also a slow machine has more than three in some second.
    const sent = Array.from({ length: 40 }, () => post(url, "ImportPublicKey", { publicKeyMaterial }));
    const errors = (await Promise.all(sent)).map(({ error }) => error);
    command.child.kill("SIGTERM");
    assert.equal((await command.ended()).status, 0);
    assert.ok(errors.includes("ThrottlingException"), errors.join());
  });
});

test("the buckets of calls are bounded: one too many is throttled until others are full again", () => {
  const pace = new Pace();
  const [now, later] = [new Date(0), new Date(1000)];
  for (let index = 0; index < 10_000; index += 1) assert.ok(pace.admits(`${index}`, 5, now));
  assert.equal(pace.admits("another", 5, now), false);
  assert.ok(pace.admits("1", 5, now));
  assert.ok(pace.admits("another", 5, later));
});
