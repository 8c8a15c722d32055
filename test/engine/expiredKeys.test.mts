import assert from "node:assert/strict";
import { unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const own = "ASIAOFTHERESOURCE";
const secrets = new Map([["test", "test"]]);
const sessionToken = "session-of-the-resource-3d0e";
const scene = await openScene("expiredKeys", {
  credentials(accessKeyId) {
    const secretAccessKey = secrets.get(accessKeyId);
    if (secretAccessKey === undefined) return undefined;
    return { accessKeyId, secretAccessKey, ...(accessKeyId === own && { sessionToken }) };
  },
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
    `^${subject}: the credentials of the input aws no longer serve, so those of stack config and environment are ` +
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
    assert.match(destroyed.line(/no longer serve/), givesWay('ParticipantToken "host" .*', refused));
    // Whoever those others are, it isn't said that the participant never joined.
    destroyed.line(
      / has nobody that those credentials could disconnect: the token stays valid until .* may still be live\)\.$/,
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

test("where config's and environment's don't serve either, the token stays and both are told of", async () => {
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
  assert.match(refreshed.line(/./), /are kept as they are.*environment AWS_RETRY_MODE is "sometimes"/);
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
