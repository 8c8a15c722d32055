import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const credentials = {
  accessKeyId: "ASIATEMPORARY",
  secretAccessKey: "temporary-secret",
  sessionToken: "a-session",
};
const scene = await openScene("sessionToken", { credentials });
scene.secret("SESSION_TOKEN", credentials.sessionToken);

test("aws:token goes with the keys: temporary credentials work, and are refused without it", async () => {
  const stack = await scene.stack("session", 'new ParticipantToken("host", { stageArn });');
  await stack.configure({ "ivs-realtime:endpoint": scene.emulator.url });
  const set = async (key: string, value: string) => {
    const { status, text } = await stack.command(["config", "set", "--stack", "dev", "--secret", key, value]);
    assert.equal(status, 0, text);
  };
  await set("aws:accessKey", credentials.accessKeyId);
  await set("aws:secretKey", credentials.secretAccessKey);
  (await stack.fails("up")).line(/the service refused these AWS credentials .*UnrecognizedClientException/);
  await set("aws:token", credentials.sessionToken);
  await stack.up();
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 403",
    "wire CreateParticipantToken 200",
  ]);
});
