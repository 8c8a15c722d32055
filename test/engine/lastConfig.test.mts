import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";
import type { Stack } from "../support/stack.mts";

const [old, fresh] = ["AKIAOFTHELASTUP", "AKIAOFTODAY"];
const secrets = new Map<string, string>();
const scene = await openScene("lastConfig", {
  credentials(accessKeyId) {
    const secretAccessKey = secrets.get(accessKeyId);
    return secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey };
  },
});
scene.secret("OLD", "secret-key-of-the-last-up-62f1");
scene.secret("FRESH", "secret-key-of-today-b90c");
const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
const dead = "http://127.0.0.1:9";
const program = 'new ParticipantToken("host", { stageArn, disconnectOnDelete: true });';

async function keys(stack: Stack, endpoint: string, accessKey: string, secretKey: string): Promise<void> {
  await stack.configure({ "ivs-realtime:endpoint": endpoint });
  for (const [key, value] of [
    ["aws:accessKey", accessKey],
    ["aws:secretKey", secretKey],
  ] as const) {
    const { status, text } = await stack.command(["config", "set", "--stack", "dev", "--secret", key, value]);
    assert.equal(status, 0, text);
  }
}

const asked = () => scene.emulator.requests.at(-1)?.accessKeyId;

test("refresh and destroy use the keys of the last up, say so where those fail, and with --run-program today's", async () => {
  const stack = await scene.stack("keys", program);
  secrets.set(old, "secret-key-of-the-last-up-62f1");
  await keys(stack, scene.emulator.url, old, "secret-key-of-the-last-up-62f1");
  await stack.up([], { env });
  scene.journal.take();

  secrets.delete(old);
  secrets.set(fresh, "secret-key-of-today-b90c");
  await keys(stack, scene.emulator.url, fresh, "secret-key-of-today-b90c");
  const refreshed = await stack.refresh(["--expect-no-changes"], { env });
  assert.equal(asked(), old);
  assert.match(
    refreshed.line(/"host"|stage/),
    /the service refused these AWS credentials.*config of the last.*--run-program/,
  );
  const destroyed = await stack.fails("destroy", [], { env });
  assert.equal(asked(), old);
  assert.match(destroyed.line(/was not deleted.*[^:]$/), /config of the last.*--run-program/);
  assert.deepEqual(scene.journal.take(), ["wire GetStage 403", "wire DisconnectParticipant 403"]);

  const today = await stack.refresh(["--run-program"], { env });
  assert.deepEqual([asked(), today.lines], [fresh, []]);
  await stack.destroy(["--run-program"], { env });
  assert.equal(asked(), fresh);
  assert.deepEqual(scene.journal.take(), ["wire GetStage 200", "wire DisconnectParticipant 404"]);
  assert.deepEqual((await stack.state()).names, []);
});

test("so with the endpoint; what --run-program used holds from then on, and up --refresh asks under the last one", async () => {
  secrets.set("test", "test");
  const stack = await scene.stack("endpoint", program);
  const alive = { "ivs-realtime:endpoint": scene.emulator.url };
  const hint =
    /127\.0\.0\.1:9 \(stack config ivs-realtime:endpoint\) could not be reached.*stack config of the last pulumi up; --run-program.*[^:]$/;
  await stack.configure(alive);
  await stack.up();
  await stack.configure({ "ivs-realtime:endpoint": dead });
  assert.deepEqual((await stack.refresh()).lines, []);
  (await stack.refresh(["--run-program"])).line(hint);
  (await stack.refresh()).line(hint);

  await stack.configure(alive);
  (await stack.up(["--refresh", "--expect-no-changes"])).line(hint);
  assert.deepEqual((await stack.refresh()).lines, []);

  await stack.configure({ "ivs-realtime:endpoint": dead });
  await stack.up(["--expect-no-changes"]);
  (await stack.fails("destroy")).line(hint);
  scene.journal.take();
  await stack.configure(alive);
  await stack.up(["--expect-no-changes"]);
  await stack.destroy();
  assert.deepEqual(scene.journal.take(), ["wire DisconnectParticipant 404"]);
});
