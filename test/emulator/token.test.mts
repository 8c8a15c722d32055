import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateParticipantTokenCommand,
  type CreateParticipantTokenCommandInput,
  GetStageCommand,
} from "@aws-sdk/client-ivs-realtime";
import type { Emulator } from "ivs-realtime-emulator";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { client, stageArn, startEmulatorFor } from "../support/emulators.mts";
import { clockAt } from "../support/scene.mts";

async function mint(emulator: Emulator, input: Partial<CreateParticipantTokenCommandInput> = {}) {
  const { participantToken } = await client(emulator).send(
    new CreateParticipantTokenCommand({ stageArn, ...input }),
  );
  assert.ok(participantToken?.token && participantToken.participantId && participantToken.expirationTime);
  return {
    ...participantToken,
    token: participantToken.token,
    expirationTime: participantToken.expirationTime,
  };
}

describe("token", () => {
  test("is a JWT with the claims of a real one", async (t) => {
    const clock = clockAt();
    const emulator = await startEmulatorFor(t, { clock });
    const attributes = { role: "host", name: "Zoë" };
    const { token, participantId } = await mint(emulator, {
      userId: "bob",
      attributes,
      duration: 90,
      capabilities: ["SUBSCRIBE"],
    });
    const { stage } = await client(emulator).send(new GetStageCommand({ arn: stageArn }));
    const iat = Math.floor(clock().getTime() / 1000);
    assert.deepEqual(decodeProtectedHeader(token), { alg: "ES384", typ: "JWT" });
    assert.deepEqual(decodeJwt(token), {
      resource: stageArn,
      topic: "abcdABCDefgh",
      events_url: stage?.endpoints?.events,
      whip_url: stage?.endpoints?.whip,
      user_id: "bob",
      attributes,
      capabilities: { allow_publish: false, allow_subscribe: true },
      version: "1.0",
      jti: participantId,
      iat,
      exp: iat + 90 * 60,
    });
    assert.equal(Buffer.from(token.split(".")[2] ?? "", "base64url").length, 96);
  });

  test("has no claim for what wasn't sent, lasts 720 minutes and may do everything", async (t) => {
    const { token, expirationTime, ...rest } = await mint(await startEmulatorFor(t));
    const { exp = 0, iat = 0, ...claims } = decodeJwt(token);
    assert.equal(exp - iat, 720 * 60);
    assert.equal(expirationTime.getTime(), exp * 1000);
    assert.deepEqual(Object.keys(rest), ["participantId"]);
    assert.deepEqual(claims.capabilities, { allow_publish: true, allow_subscribe: true });
    assert.equal("user_id" in claims || "attributes" in claims, false);
  });

  test("takes an empty list of capabilities at its word", async (t) => {
    const { token } = await mint(await startEmulatorFor(t), { capabilities: [] });
    assert.deepEqual(decodeJwt(token).capabilities, { allow_publish: false, allow_subscribe: false });
  });

  test("echoes what was sent", async (t) => {
    const sent: Partial<CreateParticipantTokenCommandInput> = {
      userId: "",
      attributes: {},
      duration: 1,
      capabilities: ["PUBLISH"],
    };
    const { userId, attributes, duration, capabilities } = await mint(await startEmulatorFor(t), sent);
    assert.deepEqual({ userId, attributes, duration, capabilities }, sent);
  });

  test("is a new one for a new participant at every call", async (t) => {
    const emulator = await startEmulatorFor(t, { clock: clockAt() });
    const [first, second] = [await mint(emulator), await mint(emulator)];
    assert.notEqual(first.participantId, second.participantId);
    assert.notEqual(first.token, second.token);
    assert.match(first.participantId ?? "", /^[A-Za-z0-9]{23}$/);
  });
});

describe("clock", () => {
  test("decides when a token expires, in whole seconds, and what the Date header says", async (t) => {
    const clock = clockAt("2031-05-06T07:08:09.999Z");
    const emulator = await startEmulatorFor(t, { clock });
    // The SDK signs by the machine's clock, learns the emulator's from its Date header, and tries again.
    const aws = client(emulator, { maxAttempts: 2 });
    const expirations: (string | undefined)[] = [];
    for (const seconds of [3600, 0]) {
      const { participantToken } = await aws.send(
        new CreateParticipantTokenCommand({ stageArn, duration: 1 }),
      );
      expirations.push(participantToken?.expirationTime?.toISOString());
      clock.move(seconds);
    }
    assert.deepEqual(expirations, ["2031-05-06T07:09:09.000Z", "2031-05-06T08:09:09.000Z"]);
    assert.deepEqual(
      emulator.requests.map(({ status }) => status),
      [403, 200, 403, 200],
    );
  });
});
