import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { nextRotation, ParticipantToken, type ParticipantTokenArgs } from "../../dist/provider/index.js";
import { participantTokenMocks, participantTokenType } from "../../dist/provider/testing.js";

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const clock = () => new Date("2026-03-01T00:00:00.900Z");
const resolved = <T,>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

/** The state that mocks give a token of these inputs. */
async function stateOf(inputs: Readonly<Record<string, unknown>>, options = {}) {
  const mocks = participantTokenMocks({ clock, ...options });
  return mocks.newResource({ type: participantTokenType, name: "host", inputs });
}

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("mocks of tokens, in a program", () => {
  const made = (
    args: Partial<ParticipantTokenArgs>,
    options: Parameters<typeof participantTokenMocks>[0] = {},
  ) => {
    pulumi.runtime.setMocks(participantTokenMocks({ clock, ...options }));
    return new ParticipantToken("host", { stageArn, ...args });
  };

  test("give the outputs of an up: defaults, one form, times, and a token that says it is a mock", async () => {
    const host = made({ duration: "12h", capabilities: ["SUBSCRIBE", "PUBLISH"], userId: "bob" });
    const { token, participantId, issuedTime, expirationTime, rotationTime, requestId } = host;
    assert.equal(await resolved(token), "mock.participant-token.host");
    assert.equal(await resolved(participantId), "mock-host");
    assert.equal(await resolved(host.id), "mock-host");
    assert.equal(await resolved(issuedTime), "2026-03-01T00:00:00Z");
    assert.equal(await resolved(expirationTime), "2026-03-01T12:00:00Z");
    assert.equal(await resolved(rotationTime), "2026-03-01T08:00:00Z");
    assert.equal(await resolved(requestId), "mock-request-host");
    assert.equal(await resolved(host.duration), 720);
    assert.deepEqual(await resolved(host.capabilities), ["PUBLISH", "SUBSCRIBE"]);
    assert.equal(await resolved(host.autoRotate), true);
    assert.equal(await resolved(host.disconnectOnDelete), false);
    assert.equal(await resolved(host.userId), "bob");
    assert.equal(await resolved(host.attributes), undefined);
    assert.equal(await resolved(nextRotation([host])), "2026-03-01T08:00:00Z");
  });

  test("the token is a secret, and so is an input that was given as one", async () => {
    const host = made({ userId: pulumi.secret("bob"), attributes: { role: pulumi.secret("host") } });
    assert.equal(await pulumi.isSecret(host.token), true);
    assert.equal(await pulumi.isSecret(host.userId), true);
    assert.equal(await resolved(host.userId), "bob");
    assert.equal(await pulumi.isSecret(host.attributes), true);
    assert.deepEqual(await resolved(host.attributes), { role: "host" });
    assert.equal(await pulumi.isSecret(host.expirationTime), false);
  });

  test("without a clock a token is minted now", async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    pulumi.runtime.setMocks(participantTokenMocks());
    const issued = Date.parse(await resolved(new ParticipantToken("now", { stageArn }).issuedTime));
    assert.ok(issued >= before && issued <= Date.now(), String(issued));
  });
});

describe("the state that mocks give", () => {
  test("has the window of rotateBefore", async () => {
    const { state } = await stateOf({ stageArn, duration: 60, rotateBefore: "90s" });
    assert.equal(state.rotationTime, "2026-03-01T00:58:30Z");
    assert.equal(state.rotateBefore, "90s");
  });

  test("has no rotationTime while autoRotate is off", async () => {
    const { state } = await stateOf({ stageArn, autoRotate: false });
    assert.equal(state.expirationTime, "2026-03-01T12:00:00Z");
    assert.equal("rotationTime" in state, false);
  });

  test("has in a preview the checked inputs and nothing that is minted", async () => {
    const preview = await stateOf({ stageArn, duration: "1h" }, { isPreview: () => true });
    assert.equal(preview.id, undefined);
    assert.deepEqual(Object.keys(preview.state).sort(), [
      "autoRotate",
      "capabilities",
      "disconnectOnDelete",
      "duration",
      "stageArn",
    ]);
    assert.equal(preview.state.duration, 60);
    const unknown = await stateOf({ stageArn: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    assert.equal(unknown.id, undefined);
  });

  test("says of wrong inputs all that is wrong, and quotes no secret", async () => {
    const wrong = { stageArn: secret("hunter2"), duration: "15d", rotateBefore: "20d" };
    await assert.rejects(stateOf(wrong), (error: Error) => {
      assert.match(
        error.message,
        /^ParticipantToken "host": stageArn is .*duration is "15d".*rotateBefore is "20d"/,
      );
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
    await assert.rejects(stateOf({}), /^Error: ParticipantToken "host": stageArn is required/);
  });

  test("is right for any name", async () => {
    const mocks = participantTokenMocks({ clock });
    const name = `encoder 1/α ${"x".repeat(80)}`;
    const { id, state } = await mocks.newResource({ type: participantTokenType, name, inputs: { stageArn } });
    assert.match(String(id), /^[A-Za-z0-9_-]{1,64}$/);
    assert.equal(state.participantId, id);
  });

  test("leaves other resources and calls to other mocks, or answers with the inputs", async () => {
    const bucket = { type: "aws:s3:Bucket", name: "logs", inputs: { bucket: "logs" } };
    const call = { token: "aws:region", inputs: { region: "us-west-2" } };
    const plain = participantTokenMocks();
    assert.deepEqual(await plain.newResource(bucket), { id: "logs", state: bucket.inputs });
    assert.deepEqual(await plain.call(call), call.inputs);
    const others: pulumi.runtime.Mocks = {
      newResource: ({ inputs }) => ({ id: "other", state: { ...inputs, arn: "arn:logs" } }),
      call: () => ({ region: "eu-west-1" }),
    };
    const composed = participantTokenMocks({ others });
    assert.deepEqual(await composed.newResource(bucket), {
      id: "other",
      state: { bucket: "logs", arn: "arn:logs" },
    });
    assert.deepEqual(await composed.call(call), { region: "eu-west-1" });
  });
});

test("loading the mocks loads neither Pulumi nor the AWS SDK", () => {
  const file = join(import.meta.dirname, "..", "..", "dist", "provider", "testing.js");
  const script = `require(${JSON.stringify(file)}); console.log(Object.keys(require.cache).join("\\n"))`;
  const { stdout, status } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  assert.equal(status, 0);
  assert.match(stdout, /testing\.js/);
  assert.doesNotMatch(stdout, /@pulumi|@aws-sdk|@smithy/);
});
