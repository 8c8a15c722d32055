import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateParticipantTokenCommand,
  CreateStageCommand,
  DeleteStageCommand,
  DisconnectParticipantCommand,
  GetStageCommand,
  ListStagesCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-ivs-realtime";
import { client, joined, stageArn, startEmulatorFor } from "../support/emulators.mts";

const storageConfigurationArn = "arn:aws:ivs:us-west-2:123456789012:storage-configuration/abcdABCDefgh";
const notFound = { name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } };

describe("GetStage", () => {
  test("answers every member that a stage without a session has", async (t) => {
    const { stage } = await client(await startEmulatorFor(t)).send(new GetStageCommand({ arn: stageArn }));
    const members = ["arn", "autoParticipantRecordingConfiguration", "endpoints", "name", "tags"];
    assert.deepEqual(Object.keys(stage ?? {}).sort(), members);
    assert.deepEqual(Object.keys(stage?.endpoints ?? {}).sort(), ["events", "rtmp", "rtmps", "whip"]);
  });

  test("knows the stages it was started with and no others", async (t) => {
    const arn = "arn:aws:ivs:eu-west-1:999999999999:stage/mine";
    const emulator = await startEmulatorFor(t, { stages: [arn] });
    const { stage } = await client(emulator, { region: "eu-west-1" }).send(new GetStageCommand({ arn }));
    assert.equal(stage?.arn, arn);
    await assert.rejects(client(emulator).send(new GetStageCommand({ arn: stageArn })), {
      name: notFound.name,
    });
  });

  test("finds no stage in another region or account", async (t) => {
    const emulator = await startEmulatorFor(t);
    const elsewhere = client(emulator, { region: "eu-west-1" });
    for (const arn of [stageArn, stageArn.replace("us-west-2", "eu-west-1")]) {
      await assert.rejects(elsewhere.send(new GetStageCommand({ arn })), { name: notFound.name });
    }
    const arn = stageArn.replace("123456789012", "210987654321");
    await assert.rejects(client(emulator).send(new GetStageCommand({ arn })), { name: notFound.name });
  });
});

describe("CreateStage", () => {
  test("creates a stage in the region of the signature, which GetStage then answers alike", async (t) => {
    const aws = client(await startEmulatorFor(t), { region: "ap-south-1" });
    const input = {
      name: "stage1",
      tags: { team: "video" },
      autoParticipantRecordingConfiguration: { storageConfigurationArn },
    };
    const { stage, participantTokens } = await aws.send(new CreateStageCommand(input));
    assert.match(stage?.arn ?? "", /^arn:aws:ivs:ap-south-1:123456789012:stage\/[a-zA-Z0-9]{12}$/);
    assert.deepEqual([stage?.name, stage?.tags, participantTokens], ["stage1", { team: "video" }, []]);
    assert.deepEqual(stage?.autoParticipantRecordingConfiguration?.mediaTypes, ["AUDIO_VIDEO"]);
    assert.equal(
      stage?.autoParticipantRecordingConfiguration?.storageConfigurationArn,
      storageConfigurationArn,
    );
    assert.deepEqual((await aws.send(new GetStageCommand({ arn: stage?.arn }))).stage, stage);
  });

  test("mints a token for each configuration, without expirationTime", async (t) => {
    const participantTokenConfigurations = [{ userId: "alice" }, { userId: "bob", duration: 60 }];
    const aws = client(await startEmulatorFor(t));
    const { participantTokens } = await aws.send(new CreateStageCommand({ participantTokenConfigurations }));
    assert.deepEqual(
      participantTokens?.map(({ userId }) => userId),
      ["alice", "bob"],
    );
    for (const token of participantTokens ?? []) {
      assert.ok(token.token && token.participantId);
      assert.equal("expirationTime" in token, false);
    }
  });
});

describe("ListStages", () => {
  test("pages through the stages of the region, each once", async (t) => {
    const emulator = await startEmulatorFor(t, {
      stages: [1, 2, 3, 4, 5].map((n) => `arn:aws:ivs:us-west-2:1:stage/s${n}`),
    });
    const [aws, arns, sizes] = [client(emulator), [] as unknown[], [] as unknown[]];
    await client(emulator, { region: "eu-west-1" }).send(new CreateStageCommand({}));
    let nextToken: string | undefined;
    do {
      const page = await aws.send(new ListStagesCommand({ maxResults: 2, nextToken }));
      arns.push(...(page.stages ?? []).map(({ arn }) => arn?.slice(-2)));
      sizes.push(page.stages?.length);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    assert.deepEqual(arns, ["s1", "s2", "s3", "s4", "s5"]);
    assert.deepEqual(sizes, [2, 2, 1]);
  });

  test("ends without nextToken on a page that is exactly full, and answers an empty region", async (t) => {
    const emulator = await startEmulatorFor(t);
    const page = await client(emulator).send(new ListStagesCommand({ maxResults: 1 }));
    assert.deepEqual([page.stages?.length, page.nextToken], [1, undefined]);
    const none = await client(emulator, { region: "eu-west-1" }).send(new ListStagesCommand({}));
    assert.deepEqual(none.stages, []);
  });

  test("goes on after the last stage seen, though stages before it are gone", async (t) => {
    const arns = ["a", "b", "c"].map((id) => `arn:aws:ivs:us-west-2:1:stage/${id}`);
    const aws = client(await startEmulatorFor(t, { stages: arns }));
    const { nextToken } = await aws.send(new ListStagesCommand({ maxResults: 1 }));
    await aws.send(new DeleteStageCommand({ arn: arns[0] }));
    const page = await aws.send(new ListStagesCommand({ nextToken }));
    assert.deepEqual(
      page.stages?.map(({ arn }) => arn),
      arns.slice(1),
    );
  });

  test("refuses a nextToken that it didn't give out", async (t) => {
    const request = client(await startEmulatorFor(t)).send(new ListStagesCommand({ nextToken: "abcd" }));
    await assert.rejects(request, { name: "ValidationException" });
  });
});

describe("UpdateStage", () => {
  test("changes what is sent and keeps the rest", async (t) => {
    const aws = client(await startEmulatorFor(t));
    const recording = { storageConfigurationArn, recordingReconnectWindowSeconds: 100 };
    await aws.send(
      new UpdateStageCommand({ arn: stageArn, autoParticipantRecordingConfiguration: recording }),
    );
    await aws.send(new UpdateStageCommand({ arn: stageArn, name: "stage1a" }));
    const { stage } = await aws.send(new GetStageCommand({ arn: stageArn }));
    assert.equal(stage?.name, "stage1a");
    assert.equal(stage?.autoParticipantRecordingConfiguration?.recordingReconnectWindowSeconds, 100);
  });

  test("keeps the members of a recording that aren't sent", async (t) => {
    const aws = client(await startEmulatorFor(t));
    for (const asked of [{ recordingReconnectWindowSeconds: 100 }, { mediaTypes: ["AUDIO_ONLY" as const] }]) {
      const autoParticipantRecordingConfiguration = { storageConfigurationArn, ...asked };
      await aws.send(new UpdateStageCommand({ arn: stageArn, autoParticipantRecordingConfiguration }));
    }
    const { stage } = await aws.send(new GetStageCommand({ arn: stageArn }));
    const recording = stage?.autoParticipantRecordingConfiguration;
    assert.deepEqual(
      [recording?.recordingReconnectWindowSeconds, recording?.mediaTypes],
      [100, ["AUDIO_ONLY"]],
    );
  });

  test("resets recording when the storage configuration is empty", async (t) => {
    const aws = client(await startEmulatorFor(t));
    for (const autoParticipantRecordingConfiguration of [
      { storageConfigurationArn, recordingReconnectWindowSeconds: 100 },
      { storageConfigurationArn: "", recordingReconnectWindowSeconds: 100 },
    ]) {
      await aws.send(new UpdateStageCommand({ arn: stageArn, autoParticipantRecordingConfiguration }));
    }
    const { stage } = await aws.send(new GetStageCommand({ arn: stageArn }));
    assert.equal(stage?.autoParticipantRecordingConfiguration?.recordingReconnectWindowSeconds, 0);
  });
});

describe("DeleteStage", () => {
  test("deletes the stage for every other operation", async (t) => {
    const aws = client(await startEmulatorFor(t));
    await aws.send(new DeleteStageCommand({ arn: stageArn }));
    await assert.rejects(aws.send(new GetStageCommand({ arn: stageArn })), { name: notFound.name });
    await assert.rejects(aws.send(new DeleteStageCommand({ arn: stageArn })), { name: notFound.name });
    await assert.rejects(aws.send(new UpdateStageCommand({ arn: stageArn })), { name: notFound.name });
    await assert.rejects(aws.send(new CreateParticipantTokenCommand({ stageArn })), { name: notFound.name });
  });
});

describe("DisconnectParticipant", () => {
  test("takes off who has joined", async (t) => {
    const emulator = await startEmulatorFor(t);
    const participantId = await joined(emulator);
    const { $metadata, ...body } = await client(emulator).send(
      new DisconnectParticipantCommand({ stageArn, participantId, reason: "rotated" }),
    );
    assert.deepEqual([$metadata.httpStatusCode, body], [200, {}]);
  });

  test("finds nobody who never joined: neither on a stage that exists nor on one that doesn't", async (t) => {
    const aws = client(await startEmulatorFor(t));
    const { participantToken } = await aws.send(new CreateParticipantTokenCommand({ stageArn }));
    const participantId = participantToken?.participantId;
    for (const arn of [stageArn, `${stageArn}x`]) {
      const request = aws.send(
        new DisconnectParticipantCommand({ stageArn: arn, participantId, reason: "rotated" }),
      );
      await assert.rejects(request, { name: notFound.name });
    }
  });
});
