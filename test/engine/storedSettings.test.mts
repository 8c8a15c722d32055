import assert from "node:assert/strict";
import { unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";
import type { Stack } from "../support/stack.mts";

const [old, fresh] = ["AKIAOFTHELASTUP", "AKIAOFTODAY"];
const own = "ASIAOFTHERESOURCE";
const sessionToken = "session-of-the-resource-3d0e";
const secrets = new Map([["test", "test"]]);
const scene = await openScene("storedSettings", {
  credentials(accessKeyId) {
    const secretAccessKey = secrets.get(accessKeyId);
    if (secretAccessKey === undefined) return undefined;
    return { accessKeyId, secretAccessKey, ...(accessKeyId === own && { sessionToken }) };
  },
});
scene.secret("OLD", "secret-key-of-the-last-up-62f1");
scene.secret("FRESH", "secret-key-of-today-b90c");
const noKeys = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
const dead = "http://127.0.0.1:9";
const plain = 'new ParticipantToken("host", { stageArn, disconnectOnDelete: true });';

async function keys(stack: Stack, endpoint: string, accessKey: string, secretKey: string): Promise<void> {
  await stack.configure({ "ivs-realtime:endpoint": endpoint });
  await stack.configureSecrets({ "aws:accessKey": accessKey, "aws:secretKey": secretKey });
}

const asked = () => scene.emulator.requests.at(-1)?.accessKeyId;

test("refresh and destroy use the keys of the last up, say so where those fail, and with --run-program today's", async () => {
  const stack = await scene.stack("keys", plain);
  secrets.set(old, "secret-key-of-the-last-up-62f1");
  await keys(stack, scene.emulator.url, old, "secret-key-of-the-last-up-62f1");
  await stack.up([], { env: noKeys });
  scene.journal.take();

  secrets.delete(old);
  secrets.set(fresh, "secret-key-of-today-b90c");
  await keys(stack, scene.emulator.url, fresh, "secret-key-of-today-b90c");
  const refreshed = await stack.refresh(["--expect-no-changes"], { env: noKeys });
  assert.equal(asked(), old);
  assert.match(
    refreshed.line(/"host"|stage/),
    /the service refused these AWS credentials.*config of the last.*--run-program/,
  );
  const destroyed = await stack.fails("destroy", [], { env: noKeys });
  assert.equal(asked(), old);
  assert.match(destroyed.line(/was not deleted.*[^:]$/), /config of the last.*--run-program/);
  assert.deepEqual(scene.journal.take(), ["wire GetStage 403", "wire DisconnectParticipant 403"]);

  const today = await stack.refresh(["--run-program"], { env: noKeys });
  assert.deepEqual([asked(), today.lines], [fresh, []]);
  await stack.destroy(["--run-program"], { env: noKeys });
  assert.equal(asked(), fresh);
  assert.deepEqual(scene.journal.take(), ["wire GetStage 200", "wire DisconnectParticipant 404"]);
  assert.deepEqual((await stack.state()).names, []);
});

test("so with the endpoint; what --run-program used holds from then on, and up --refresh asks under the last one", async () => {
  const stack = await scene.stack("endpoint", plain);
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

scene.secret("KEY", own);
const secretKey = scene.secret("SECRET_KEY", "secret-key-of-the-resource-e21a");
scene.secret("SESSION", sessionToken);
const aws = "{ accessKey: process.env.KEY, secretKey: process.env.SECRET_KEY, token: process.env.SESSION }";
const program = (given: string) =>
  `new ParticipantToken("host", { stageArn, duration: "12h", disconnectOnDelete: true, aws: ${given} });`;
const expired = {
  status: 403,
  name: "ExpiredTokenException",
  message: "The security token included in the request is expired",
};

let seen = 0;
function taken(): string[] {
  const requests = scene.emulator.requests.slice(seen);
  seen += requests.length;
  return requests.map(({ operation, accessKeyId, status }) => `${operation} ${accessKeyId} ${status}`);
}

const givesWay = (subject: string, since: string) =>
  new RegExp(
    `^${subject}: the credentials of the input aws no longer work, so those of stack config and environment are ` +
      `used, since ${since}`,
  );
const refused =
  "the service refused these AWS credentials \\(the keys of the input aws\\.accessKey(, with a session token)?\\)";
const operations = ["GetStage", "DisconnectParticipant"] as const;

for (const [how, project, expire] of [
  [
    "that the service calls expired",
    "expired",
    () => operations.map((operation) => scene.emulator.fault({ ...expired, operation, times: 1 })),
  ],
  ["that the service doesn't know any more", "unknown", () => secrets.delete(own)],
] as const) {
  test(`credentials of the resource ${how} give way in refresh and destroy, which say so`, async () => {
    secrets.set(own, secretKey);
    const stack = await scene.stack(project, program(aws));
    await stack.up();
    taken();
    expire();
    const refreshed = await stack.refresh(["--expect-no-changes"]);
    assert.deepEqual(taken(), [`GetStage ${own} 403`, "GetStage test 200"]);
    assert.match(refreshed.line(/./), givesWay("Tokens of arn:[^ ]+", refused));
    const destroyed = await stack.destroy();
    assert.match(destroyed.line(/no longer work/), givesWay('ParticipantToken "host" .*', refused));
    // Whoever those others are, it isn't said that the participant never joined.
    destroyed.line(
      / has no participant that those credentials can disconnect: the token stays valid until .* may still be live\)\.$/,
    );
    assert.equal(destroyed.lines.length, 2);
    assert.deepEqual(taken(), [`DisconnectParticipant ${own} 403`, "DisconnectParticipant test 404"]);
    assert.deepEqual((await stack.state()).names, []);
  });
}

test("a profile of the resource that is gone gives way too", async () => {
  secrets.set(own, secretKey);
  const file = join(scene.folders.temporary, "credentials");
  const lines = [`aws_access_key_id = ${own}`, `aws_secret_access_key = ${secretKey}`];
  await writeFile(file, ["[own]", ...lines, `aws_session_token = ${sessionToken}`, ""].join("\n"));
  const stack = await scene.stack("profile", program('{ profile: "own" }'));
  await stack.up([], { env: { AWS_SHARED_CREDENTIALS_FILE: file } });
  await unlink(file);
  taken();
  const gone = givesWay(".*", 'the settings are wrong: the input aws\\.profile is "own", a profile that no');
  (await stack.refresh(["--expect-no-changes"])).line(gone);
  (await stack.destroy()).line(gone);
  assert.deepEqual(taken(), ["GetStage test 200", "DisconnectParticipant test 404"]);
});

test("if those of config and environment fail too, the token stays and both failures are reported", async () => {
  secrets.set(own, secretKey);
  const stack = await scene.stack("neither", program(aws));
  await stack.up();
  secrets.delete(own);
  const env = { AWS_ACCESS_KEY_ID: "AKIAOFNOBODY" };
  const environments =
    /the service refused these AWS credentials \(the keys of environment AWS_ACCESS_KEY_ID\)/;
  const refreshed = await stack.refresh(["--expect-no-changes"], { env });
  refreshed.line(givesWay("Tokens of arn:[^ ]+", refused));
  assert.match(refreshed.line(/are kept as they are/), environments);
  const destroyed = await stack.fails("destroy", [], { env });
  destroyed.line(givesWay('ParticipantToken "host" .*', refused));
  assert.match(destroyed.line(/was not deleted.*[^:]$/), environments);
  assert.deepEqual((await stack.state()).names, ["host"]);
  await stack.destroy();
});

test("a wrong setting of another kind is not laid at the credentials' door", async () => {
  secrets.set(own, secretKey);
  const stack = await scene.stack("wrong", program(aws));
  await stack.up();
  const env = { AWS_RETRY_MODE: "sometimes" };
  const refreshed = await stack.refresh(["--expect-no-changes"], { env });
  // A warning says that of the environment first.
  refreshed.line(/are kept as they are.*environment AWS_RETRY_MODE is "sometimes"/);
  await stack.destroy();
});

test("nobody else mints in their place; a rotation under new ones disconnects with what serves", async () => {
  secrets.set(own, secretKey);
  const stack = await scene.stack("rotation", program(aws));
  await stack.up();
  secrets.delete(own);
  scene.clock.move(9 * 3600);
  taken();
  (await stack.fails("up")).line(/"host" was not created: the service refused these AWS credentials/);
  assert.deepEqual(taken(), [`CreateParticipantToken ${own} 403`]);

  await stack.declare(program("undefined"));
  (await stack.up()).line(givesWay('ParticipantToken "host" .*', refused));
  assert.deepEqual(taken(), [
    "CreateParticipantToken test 200",
    `DisconnectParticipant ${own} 403`,
    "DisconnectParticipant test 404",
  ]);
});
