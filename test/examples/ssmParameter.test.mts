import assert from "node:assert/strict";
import { test } from "node:test";
import { outside } from "../conformance/support/clients.mts";
import { openAwsScene } from "../support/awsPlugin/awsScene.mts";
import { stageArn } from "../support/emulators.mts";

outside("examples/ssm-parameter", {}, async () => {
  const { scene, region, cli } = await openAwsScene("ssm-parameter");
  const stack = await scene.example("ssm-parameter");
  await stack.configure({ "ssm-parameter:stageArn": stageArn, "aws:region": region });
  let name: string;

  const history = async () => {
    const answer = await cli(["ssm", "get-parameter-history", "--with-decryption", "--name", name]);
    return (answer as { Parameters: { Type: string; Value: string; Description: string }[] }).Parameters.map(
      ({ Type, Value, Description }) => [Type, scene.tokens.indexOf(Value), Description],
    );
  };
  const says = (expiration: string) => `IVS Real-Time participant token of encoder-1, expires ${expiration}`;

  test("up mints a token into a SecureString that says when it expires", async () => {
    await stack.up();
    name = String((await stack.outputs()).parameterName);
    assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200", "aws PutParameter"]);
    assert.deepEqual(await history(), [["SecureString", 0, says("2031-05-01T12:00:00Z")]]);
    assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  });

  test("near expiration the new token takes its place, by one call, before the old one goes", async () => {
    scene.clock.set("2031-05-01T08:00:00Z");
    scene.journal.take();
    const run = await stack.up();
    assert.deepEqual(run.steps, [
      "create-replacement encoder [expirationTime]",
      "update encoder-token",
      "delete-replaced encoder",
    ]);
    assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200", "aws PutParameter"]);
    assert.deepEqual(await history(), [
      ["SecureString", 0, says("2031-05-01T12:00:00Z")],
      ["SecureString", 1, says("2031-05-01T20:00:00Z")],
    ]);
    const args = ["ssm", "get-parameter", "--with-decryption", "--name", name];
    const { Parameter } = (await cli(args)) as { Parameter: { Value: string; Version: number } };
    assert.deepEqual([Parameter.Value, Parameter.Version], [scene.tokens[1], 2]);
  });

  test("a value that someone else wrote is mended by up --refresh, without a new token", async () => {
    await cli(["ssm", "put-parameter", "--overwrite", "--name", name, "--value", "theirs"]);
    assert.deepEqual((await stack.up()).steps, []);
    await stack.up(["--refresh"]);
    const args = ["ssm", "get-parameter", "--with-decryption", "--name", name];
    const { Parameter } = (await cli(args)) as { Parameter: { Value: string } };
    assert.equal(Parameter.Value, scene.tokens[1]);
    assert.equal(scene.tokens.length, 2);
  });

  test("destroy deletes the parameter before the token", async () => {
    const run = await stack.destroy();
    assert.deepEqual(run.steps, ["delete encoder-token", "delete encoder"]);
    await assert.rejects(cli(["ssm", "get-parameter", "--name", name]), /ParameterNotFound/);
  });
});
