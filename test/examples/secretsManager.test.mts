import assert from "node:assert/strict";
import { test } from "node:test";
import { outside } from "../conformance/support/clients.mts";
import { openAwsScene } from "../support/awsPlugin/awsScene.mts";
import { stageArn } from "../support/emulators.mts";

outside("examples/secrets-manager", {}, async () => {
  const { scene, region, cli, watch } = await openAwsScene("secrets-manager");
  const stack = await scene.example("secrets-manager");
  await stack.configure({ "secrets-manager:stageArn": stageArn, "aws:region": region });
  let secretArn: string;

  /** What a consumer reads. */
  const read = async (stage = "AWSCURRENT") => {
    const args = ["--secret-id", secretArn, "--version-stage", stage];
    const answer = await cli(["secretsmanager", "get-secret-value", ...args]);
    return (answer as { SecretString: string }).SecretString;
  };

  /** What tells of it without the right to read it. */
  const tags = async () => {
    const described = await cli(["secretsmanager", "describe-secret", "--secret-id", secretArn]);
    const { Tags } = described as { Tags: { Key: string; Value: string }[] };
    return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  };

  test("up mints a token and hands it to the secret, with its times", async () => {
    await stack.up();
    assert.deepEqual(scene.journal.take().sort(), [
      "aws CreateSecret",
      "aws PutSecretValue",
      "aws TagResource",
      "aws TagResource",
      "wire CreateParticipantToken 200",
    ]);
    secretArn = String((await stack.outputs()).secretArn);
    assert.equal(await read(), scene.tokens[0]);
    assert.deepEqual(await tags(), {
      expirationTime: "2031-05-01T12:00:00Z",
      rotationTime: "2031-05-01T08:00:00Z",
    });
    assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  });

  test("near expiration the new token is current before the old one goes, and there always is a current one", async () => {
    scene.clock.set("2031-05-01T08:00:00Z");
    scene.journal.take();
    const current: unknown[][] = [];
    watch(async () => void current.push([await read(), (await tags()).expirationTime]));
    const run = await stack.up();
    watch(async () => {});
    // The two tags are written at the same time.
    const steps = run.steps.toSpliced(2, 2, ...run.steps.slice(2, 4).sort());
    assert.deepEqual(steps, [
      "create-replacement encoder [expirationTime]",
      "create-replacement encoder-token [secretString]",
      "update expirationTime",
      "update rotationTime",
      "delete-replaced encoder-token",
      "delete-replaced encoder",
    ]);
    assert.deepEqual(scene.journal.take(), [
      "wire CreateParticipantToken 200",
      "aws PutSecretValue",
      "aws TagResource",
      "aws TagResource",
    ]);
    assert.deepEqual(current[0], [scene.tokens[1], "2031-05-01T12:00:00Z"]);
    assert.deepEqual(
      current.map(([value]) => value),
      Array(3).fill(scene.tokens[1]),
    );
    assert.deepEqual(await tags(), {
      expirationTime: "2031-05-01T20:00:00Z",
      rotationTime: "2031-05-01T16:00:00Z",
    });
  });

  test("the value before is the one that can still be joined with", async () => {
    const token = await read("AWSPREVIOUS");
    assert.equal(token, scene.tokens[0]);
    await scene.emulator.join(token);
  });

  test("a second rotation, after a refresh that saw the labels as they are, works as the first", async () => {
    await stack.refresh();
    scene.clock.set("2031-05-01T16:00:00Z");
    await stack.up();
    assert.equal(await read(), scene.tokens[2]);
    assert.equal(await read("AWSPREVIOUS"), scene.tokens[1]);
    const refreshed = await stack.up(["--refresh", "--expect-no-changes"]);
    assert.deepEqual(
      refreshed.steps.filter((step) => !step.startsWith("refresh ")),
      [],
    );
  });

  test("a rotation that is interrupted once the value is set is finished by the next up, with the same token", async () => {
    scene.clock.set("2031-05-02T00:00:00Z");
    watch(async () => {
      throw new Error("the connection broke");
    });
    await stack.fails("up");
    watch(async () => {});
    assert.equal(await read(), scene.tokens[3]);
    await stack.up();
    assert.equal(scene.tokens.length, 4);
    assert.equal(await read(), scene.tokens[3]);
    assert.equal((await stack.state()).pending.length, 0);
  });

  test("destroy deletes the secret for the days in which it can be restored", async () => {
    await stack.destroy();
    const described = await cli(["secretsmanager", "describe-secret", "--secret-id", secretArn]);
    assert.ok((described as { DeletedDate?: string }).DeletedDate);
    assert.deepEqual((await stack.state()).names, []);
  });
});
