import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Emulator } from "ivs-realtime-emulator";
import { generateKeyPair, SignJWT } from "jose";
import { joined, stageArn, startEmulatorFor } from "../support/emulators.mts";
import { clockAt } from "../support/scene.mts";
import { post } from "../support/signed.mts";

interface Minted {
  readonly token: string;
  readonly participantId: string;
}

async function mint({ url }: Emulator, input: object = {}, date = new Date()): Promise<Minted> {
  const { body } = await post(url, "CreateParticipantToken", { stageArn, ...input }, { date });
  return body.participantToken as Minted;
}

async function disconnect({ url }: Emulator, participantId: string, arn = stageArn, date = new Date()) {
  const input = { stageArn: arn, participantId, reason: "rotated" };
  const { status, error, text } = await post(url, "DisconnectParticipant", input, { date });
  return status === 200 ? text : error;
}

const notFound = "ResourceNotFoundException";
const foreign = { name: "Error", message: /^The token is not one of this emulator's/ };

describe("join", () => {
  test("makes the participant live, whom DisconnectParticipant takes off once", async (t) => {
    const emulator = await startEmulatorFor(t);
    const { token, participantId } = await mint(emulator);
    assert.equal(await disconnect(emulator, participantId), notFound);
    assert.equal(await emulator.join(token), undefined);
    assert.equal(await disconnect(emulator, participantId), "{}");
    assert.equal(await disconnect(emulator, participantId), notFound);
  });

  test("makes one participant of two joins with one token", async (t) => {
    const emulator = await startEmulatorFor(t);
    const { token, participantId } = await mint(emulator);
    await Promise.all([emulator.join(token), emulator.join(token)]);
    assert.equal(await disconnect(emulator, participantId), "{}");
    assert.equal(await disconnect(emulator, participantId), notFound);
  });

  test("lets a participant that was disconnected in again: nothing revokes a token", async (t) => {
    const emulator = await startEmulatorFor(t);
    const { token, participantId } = await mint(emulator);
    for (let count = 0; count < 2; count += 1) {
      await emulator.join(token);
      assert.equal(await disconnect(emulator, participantId), "{}");
    }
  });

  test("keeps participants apart", async (t) => {
    const emulator = await startEmulatorFor(t);
    const [first, second] = [await joined(emulator), await joined(emulator)];
    assert.equal(await disconnect(emulator, first), "{}");
    assert.equal(await disconnect(emulator, second), "{}");
  });

  test("takes a token of CreateStage, to the stage of the token and to no other", async (t) => {
    const emulator = await startEmulatorFor(t);
    const { body } = await post(emulator.url, "CreateStage", { participantTokenConfigurations: [{}] });
    const { token, participantId } = (body.participantTokens as Minted[])[0] as Minted;
    await emulator.join(token);
    assert.equal(await disconnect(emulator, participantId), notFound);
    assert.equal(await disconnect(emulator, participantId, (body.stage as { arn: string }).arn), "{}");
  });

  test("takes a token until the second of its expiration, after which who is live stays", async (t) => {
    const clock = clockAt("2031-05-06T07:08:09.000Z");
    const emulator = await startEmulatorFor(t, { clock });
    const { token, participantId } = await mint(emulator, { duration: 1 }, clock());
    clock.move(59);
    await emulator.join(token);
    clock.move(1);
    const message =
      "The token expired at 2031-05-06T07:09:09.000Z, and the emulator's clock says 2031-05-06T07:09:09.000Z";
    await assert.rejects(emulator.join(token), (error: Error) => {
      assert.equal(error.message, message);
      return error.cause === undefined;
    });
    assert.equal(await disconnect(emulator, participantId, stageArn, clock()), "{}");
  });

  test("refuses a token of another emulator", async (t) => {
    const [own, other] = [await startEmulatorFor(t), await startEmulatorFor(t)];
    const { token, participantId } = await mint(other);
    await assert.rejects(own.join(token), foreign);
    assert.equal(await disconnect(own, participantId), notFound);
  });

  test("refuses a token that it didn't sign, and doesn't repeat it", async (t) => {
    const emulator = await startEmulatorFor(t);
    const [header, payload, signature] = (await mint(emulator)).token.split(".");
    const { privateKey } = await generateKeyPair("ES384");
    const forged = new SignJWT({ resource: stageArn, jti: "x" }).setProtectedHeader({ alg: "ES384" });
    const unsigned = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    for (const token of [
      "",
      "secret",
      "a.b.c",
      `${header}.${payload}`,
      `${header}.${payload}.${signature?.slice(4)}`,
      `${unsigned}.${payload}.`,
      await forged.sign(privateKey),
    ]) {
      await assert.rejects(emulator.join(token), (error: Error) => {
        assert.match(error.message, foreign.message);
        assert.equal(token !== "" && String(error.stack).includes(token), false);
        return error.cause === undefined;
      });
    }
  });

  test("refuses a token of a stage that was deleted, and DeleteStage takes everybody off", async (t) => {
    const emulator = await startEmulatorFor(t);
    const { token } = await mint(emulator);
    const participantId = await joined(emulator);
    await post(emulator.url, "DeleteStage", { arn: stageArn });
    const message = `The token's stage ${stageArn} no longer exists`;
    await assert.rejects(emulator.join(token), { name: "Error", message });
    assert.equal(await disconnect(emulator, participantId), notFound);
  });

  test("is no request", async (t) => {
    const lines: string[] = [];
    const emulator = await startEmulatorFor(t, { log: (line) => lines.push(line) });
    await joined(emulator);
    assert.deepEqual([lines.length, emulator.requests.length], [1, 1]);
  });
});
