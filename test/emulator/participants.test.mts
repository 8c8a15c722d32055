import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Emulator } from "ivs-realtime-emulator";
import { joined, stageArn, startEmulatorFor } from "../support/emulators.mts";
import { clockAt } from "../support/scene.mts";
import { post } from "../support/signed.mts";

const none = "st-0123456789abc";

async function mint({ url }: Emulator, input: object, date?: Date) {
  const signing = date === undefined ? {} : { date };
  const { body } = await post(url, "CreateParticipantToken", { stageArn, ...input }, signing);
  return body.participantToken as { token: string; participantId: string };
}

async function activeSessionId({ url }: Emulator, date = new Date()): Promise<string | undefined> {
  const { body } = await post(url, "GetStage", { arn: stageArn }, { date });
  return (body.stage as { activeSessionId?: string }).activeSessionId;
}

async function list({ url }: Emulator, input: object) {
  const { body } = await post(url, "ListParticipants", { stageArn, ...input });
  return (body.participants as { participantId: string; state: string }[]) ?? body;
}

async function get({ url }: Emulator, sessionId: string | undefined, participantId: string) {
  return post(url, "GetParticipant", { stageArn, sessionId, participantId });
}

describe("a session", () => {
  test("isn't there as long as nobody joined", async (t) => {
    const emulator = await startEmulatorFor(t);
    const { participantId } = await mint(emulator, {});
    assert.equal(await activeSessionId(emulator), undefined);
    assert.deepEqual(await list(emulator, { sessionId: none }), []);
    const { status, error, body } = await get(emulator, none, participantId);
    assert.deepEqual([status, error], [404, "ResourceNotFoundException"]);
    assert.equal(body.exceptionMessage, `Session: ${none} not found`);
  });

  test("begins with the first who joins, and says who that is", async (t) => {
    const clock = clockAt("2031-05-06T07:08:09Z");
    const emulator = await startEmulatorFor(t, { clock });
    const input = { userId: "bob", attributes: { role: "host" } };
    const { token, participantId } = await mint(emulator, input, clock());
    clock.move(60);
    await emulator.join(token);
    const sessionId = await activeSessionId(emulator, clock());
    assert.match(String(sessionId), /^st-[a-zA-Z0-9]{13}$/);
    const summary = {
      participantId,
      userId: "bob",
      state: "CONNECTED",
      firstJoinTime: "2031-05-06T07:09:09.000Z",
      published: false,
    };
    const asked = { stageArn, sessionId };
    const date = clock();
    assert.deepEqual((await post(emulator.url, "ListParticipants", asked, { date })).body, {
      participants: [summary],
    });
    assert.deepEqual(
      (await post(emulator.url, "GetParticipant", { ...asked, participantId }, { date })).body,
      { participant: { ...summary, attributes: { role: "host" } } },
    );
  });

  test("is in every answer about the stage while somebody is live", async (t) => {
    const emulator = await startEmulatorFor(t);
    await joined(emulator);
    const activeSession = await activeSessionId(emulator);
    const updated = await post(emulator.url, "UpdateStage", { arn: stageArn, name: "x" });
    const listed = await post(emulator.url, "ListStages", {});
    assert.equal((updated.body.stage as { activeSessionId: string }).activeSessionId, activeSession);
    assert.deepEqual(listed.body.stages, [
      { arn: stageArn, name: "x", tags: {}, activeSessionId: activeSession },
    ]);
  });

  test("ends when nobody is left, and can still be asked about; who joins then begins another", async (t) => {
    const emulator = await startEmulatorFor(t);
    const { token, participantId } = await mint(emulator, {});
    await emulator.join(token);
    const first = await activeSessionId(emulator);
    await post(emulator.url, "DisconnectParticipant", { stageArn, participantId });
    assert.equal(await activeSessionId(emulator), undefined);
    const state = async () =>
      ((await get(emulator, first, participantId)).body.participant as { state: string }).state;
    assert.equal(await state(), "DISCONNECTED");
    await emulator.join(token);
    const second = await activeSessionId(emulator);
    assert.notEqual(second, first);
    assert.equal(await state(), "DISCONNECTED");
    assert.equal((await get(emulator, second, participantId)).status, 200);
  });

  test("knows who left and came back", async (t) => {
    const emulator = await startEmulatorFor(t);
    const { token, participantId } = await mint(emulator, {});
    await emulator.join(token);
    const other = await joined(emulator);
    const sessionId = await activeSessionId(emulator);
    const states = async () => (await list(emulator, { sessionId })).map(({ state }) => state);
    await post(emulator.url, "DisconnectParticipant", { stageArn, participantId });
    assert.deepEqual(await states(), ["DISCONNECTED", "CONNECTED"]);
    await emulator.join(token);
    assert.deepEqual(
      (await list(emulator, { sessionId })).map((one) => [one.participantId, one.state]),
      [
        [participantId, "CONNECTED"],
        [other, "CONNECTED"],
      ],
    );
  });

  test("doesn't have who joined another one", async (t) => {
    const emulator = await startEmulatorFor(t);
    await joined(emulator);
    const sessionId = await activeSessionId(emulator);
    const { error, body } = await get(emulator, sessionId, "ABCDEfghij01234KLMN5678");
    assert.equal(error, "ResourceNotFoundException");
    assert.equal(body.exceptionMessage, "Participant: ABCDEfghij01234KLMN5678 not found");
  });

  test("is gone with its stage", async (t) => {
    const emulator = await startEmulatorFor(t);
    const participantId = await joined(emulator);
    const sessionId = await activeSessionId(emulator);
    await post(emulator.url, "DeleteStage", { arn: stageArn });
    assert.deepEqual(await list(emulator, { sessionId }), []);
    assert.equal((await get(emulator, sessionId, participantId)).error, "ResourceNotFoundException");
  });

  test("is of the region of its stage", async (t) => {
    const emulator = await startEmulatorFor(t);
    await joined(emulator);
    const input = { stageArn, sessionId: await activeSessionId(emulator) };
    const { body } = await post(emulator.url, "ListParticipants", input, { region: "eu-west-1" });
    assert.deepEqual(body, { participants: [] });
  });
});

describe("ListParticipants", () => {
  test("filters by user, state, what was published and what was recorded", async (t) => {
    const emulator = await startEmulatorFor(t);
    const [bob, eve] = [await mint(emulator, { userId: "bob" }), await mint(emulator, { userId: "eve" })];
    await emulator.join(bob.token);
    await emulator.join(eve.token);
    const sessionId = await activeSessionId(emulator);
    await post(emulator.url, "DisconnectParticipant", { stageArn, participantId: bob.participantId });
    const found = async (filter: object) =>
      (await list(emulator, { sessionId, ...filter })).map(({ participantId }) => participantId);
    const [b, e] = [bob.participantId, eve.participantId];
    assert.deepEqual(await found({}), [b, e]);
    assert.deepEqual(await found({ filterByUserId: "eve" }), [e]);
    assert.deepEqual(await found({ filterByUserId: "" }), []);
    assert.deepEqual(await found({ filterByState: "CONNECTED" }), [e]);
    assert.deepEqual(await found({ filterByState: "DISCONNECTED" }), [b]);
    assert.deepEqual(await found({ filterByPublished: true }), []);
    assert.deepEqual(await found({ filterByPublished: false }), [b, e]);
    assert.deepEqual(await found({ filterByRecordingState: "ACTIVE" }), []);
  });

  test("takes one filter at a time", async (t) => {
    const { url } = await startEmulatorFor(t);
    const input = { stageArn, sessionId: none, filterByState: "CONNECTED", filterByPublished: true };
    const { error, body } = await post(url, "ListParticipants", input);
    assert.equal(error, "ValidationException");
    assert.match(String(body.exceptionMessage), /^Only one of filterBy/);
  });

  test("answers in pages, also of what a filter lets through", async (t) => {
    const emulator = await startEmulatorFor(t);
    const ids = [await joined(emulator), await joined(emulator), await joined(emulator)];
    const sessionId = await activeSessionId(emulator);
    const asked = { stageArn, sessionId, maxResults: 2, filterByState: "CONNECTED" };
    const first = (await post(emulator.url, "ListParticipants", asked)).body;
    const { nextToken } = first;
    const next = (await post(emulator.url, "ListParticipants", { ...asked, nextToken })).body;
    const found = [first, next].map(({ participants }) =>
      (participants as { participantId: string }[]).map(({ participantId }) => participantId),
    );
    assert.deepEqual(found, [ids.slice(0, 2), ids.slice(2)]);
    assert.equal(next.nextToken, undefined);
  });
});
