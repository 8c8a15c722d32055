import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type TestContext, test } from "node:test";
import { startEmulator } from "ivs-realtime-emulator";
import { connectClient } from "../../dist/provider/client/connect.js";
import { IvsError } from "../../dist/provider/failures/ivsError.js";
import { settings } from "../support/environment.mts";
import { loopbackServer } from "../support/servers.mts";

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const [minute, hour, year] = [60_000, 3_600_000, 31_557_600_000];
const fromNow = (milliseconds: number) => new Date(Date.now() + milliseconds);
const dated = (milliseconds: number) => ({ date: fromNow(milliseconds).toUTCString() });

/** An emulator whose clock is ahead of this machine's, and a client of it. */
async function scene(
  t: TestContext,
  ahead: number,
  aws: Record<string, unknown> = {},
  sessionToken?: string,
) {
  const keys = { accessKeyId: "test", secretAccessKey: "test" };
  const credentials = { ...keys, ...(sessionToken !== undefined && { sessionToken }) };
  const emulator = await startEmulator({ clock: () => fromNow(ahead), credentials });
  t.after(() => emulator.close());
  const given = { accessKey: "test", secretKey: "test", endpoint: emulator.url, ...aws };
  const client = await connectClient(settings(given), () => {});
  const asked = { stageArn, capabilities: ["PUBLISH" as const], duration: 60 };
  /** How many attempts each of so many calls side by side took in all, or the kind that the first one failed with. */
  const calls = async (count: number): Promise<number | string> => {
    const before = emulator.requests.length;
    const ended = await Promise.allSettled(
      Array.from({ length: count }, () => client.createParticipantToken(asked)),
    );
    const failed = ended.find((one) => one.status === "rejected");
    if (failed === undefined) return emulator.requests.length - before;
    assert.ok(failed.reason instanceof IvsError);
    return failed.reason.kind;
  };
  return { emulator, calls };
}

for (const off of [10 * minute, -10 * minute, 5 * hour]) {
  test(`a Date of successes that is ${off / minute} minutes off costs no attempt`, async (t) => {
    const { emulator, calls } = await scene(t, 0);
    emulator.fault({ rewrite: (body) => body, headers: dated(off) });
    for (const count of [1, 1, 5]) assert.equal(await calls(count), count);
  });
}

for (const ahead of [2 * hour, -2 * hour, -20_000 * hour]) {
  test(`a clock that is ${-ahead / hour} hours ahead costs one attempt, and none later on`, async (t) => {
    const { calls } = await scene(t, ahead);
    assert.equal(await calls(1), 2);
    assert.equal(await calls(3), 3);
  });
}

test("many calls at once with a wrong clock cost an attempt each at most", async (t) => {
  const { calls } = await scene(t, 2 * hour);
  const attempts = await calls(5);
  assert.ok(typeof attempts === "number" && attempts <= 10, `${attempts}`);
  assert.equal(await calls(5), 5);
});

test("where the time of a refusal is refused too, this machine's own is used again, and then it is enough", async (t) => {
  const { emulator, calls } = await scene(t, 0);
  const refusal = { status: 403, name: "RequestTimeTooSkewed", headers: dated(hour) };
  emulator.fault({ ...refusal, times: 1 });
  assert.equal(await calls(1), 3);
  const undo = emulator.fault(refusal);
  const before = emulator.requests.length;
  assert.equal(await calls(1), "clockSkew");
  assert.equal(emulator.requests.length - before, 3);
  assert.equal(await calls(1), "clockSkew");
  assert.equal(emulator.requests.length - before, 4);
  undo();
  assert.equal(await calls(1), 1);
});

test("a refusal without a Date, or out of a cache, moves nothing", async (t) => {
  for (const headers of [{ date: null }, { ...dated(hour), age: "5" }]) {
    const { emulator, calls } = await scene(t, 0);
    emulator.fault({ status: 403, name: "RequestExpired", headers });
    assert.equal(await calls(1), "clockSkew");
    assert.equal(emulator.requests.length, 1);
  }
});

test("a Date that no clock shows moves nothing either, and loses no token", async (t) => {
  for (const date of [
    "Sat, 13 Sep 275760 00:00:00 GMT",
    "Sat, 01 Jan 12000 00:00:00 GMT",
    dated(-9 * year).date,
  ]) {
    const { emulator, calls } = await scene(t, 0);
    const undo = emulator.fault({ status: 403, name: "RequestExpired", headers: { date } });
    assert.equal(await calls(1), "clockSkew", date);
    assert.equal(emulator.requests.length, 1);
    undo();
    assert.equal(await calls(1), 1);
  }
});

test("a final refusal stays one, whatever its Date", async (t) => {
  const { emulator, calls } = await scene(t, 0);
  emulator.fault({ status: 403, headers: dated(hour) });
  assert.equal(await calls(1), "accessDenied");
  assert.equal(emulator.requests.length, 1);
});

test("without retries the first call with a wrong clock fails, and later ones don't", async (t) => {
  const { calls } = await scene(t, 2 * hour, { maxRetries: 0 });
  assert.equal(await calls(1), "clockSkew");
  assert.equal(await calls(2), 2);
});

/** An STS that gives out credentials which end at once, so that each call asks it again; and when requests were signed. */
async function startSts(t: TestContext, answersAhead: number, refused = 0) {
  const signed: number[] = [];
  const server = createServer((request, response) => {
    const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(String(request.headers["x-amz-date"])) ?? [];
    const form = `${day}${time}`.replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:$6Z");
    signed.push(Math.round((Date.parse(form) - Date.now()) / minute) + 0);
    const isRefused = signed.length <= refused;
    response.writeHead(isRefused ? 403 : 200, { "content-type": "text/xml", ...dated(answersAhead) });
    response.end(isRefused ? expired : credentials());
  });
  const { url, close } = await loopbackServer(server);
  t.after(close);
  const aws = {
    assumeRoles: [{ roleArn: "arn:aws:iam::123456789012:role/host" }],
    endpoints: [{ sts: url }],
  };
  return { signed, aws };
}

const expired =
  "<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code>" +
  "<Message>Signature expired: 1 is now earlier than 2</Message></Error></ErrorResponse>";

function credentials(): string {
  const expiration = fromNow(1000).toISOString();
  return (
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>` +
    "<AccessKeyId>test</AccessKeyId><SecretAccessKey>test</SecretAccessKey><SessionToken>hush</SessionToken>" +
    `<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`
  );
}

test("STS: the Date of a success doesn't move the time of the next call", async (t) => {
  const { signed, aws } = await startSts(t, 10 * minute);
  const { calls } = await scene(t, 0, aws, "hush");
  for (const _ of [1, 2]) assert.equal(await calls(1), 1);
  assert.ok(signed.length > 1);
  assert.deepEqual(new Set(signed), new Set([0]));
});

test("STS: a refusal for its time moves it once, for later calls too", async (t) => {
  const { signed, aws } = await startSts(t, 2 * hour, 1);
  const { calls } = await scene(t, 0, aws, "hush");
  for (const _ of [1, 2]) assert.equal(await calls(1), 1);
  const [first, ...later] = signed;
  assert.deepEqual([first, new Set(later)], [0, new Set([120])]);
});
