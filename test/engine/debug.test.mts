import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const credentials = {
  accessKeyId: "ASIAOFTHERESOURCE",
  secretAccessKey: "secret-key-5f20aa",
  sessionToken: "session-token-c84d17",
};
const scene = await openScene("debug", { credentials });
scene.secret("KEY", credentials.accessKeyId);
scene.secret("SECRET_KEY", credentials.secretAccessKey);
scene.secret("SESSION", credentials.sessionToken);
scene.secret("ROLE", "attribute-e19b44");
scene.secret("HOLDER", "holder-a770f2");
const program = (debug: boolean) =>
  `const { KEY, SECRET_KEY, SESSION, ROLE, HOLDER } = process.env;
   new ParticipantToken("host", {
     stageArn, userId: pulumi.secret(HOLDER), attributes: pulumi.secret({ role: ROLE }), disconnectOnDelete: true,
     aws: { accessKey: KEY, secretKey: SECRET_KEY, token: SESSION, debug: ${debug} },
   });`;
const id = "request ID [0-9a-f-]{36}";

test("debug prints each attempt of each call, with its time and request ID, and no secret", async () => {
  const stack = await scene.stack("debug", program(true));
  scene.emulator.fault({ operation: "CreateParticipantToken", status: 503, times: 1 });
  const run = await stack.up();
  const debug = run.lines.filter((line) => line.startsWith("debug: "));
  const create = "^debug: CreateParticipantToken, attempt";
  const [client = "", first = "", failed = "", second = "", answered = ""] = debug;
  assert.match(
    client,
    /^debug: calls to us-west-2 with the keys of the input aws\.accessKey, with a session token$/,
  );
  for (const [line, attempt] of [
    [first, 1],
    [second, 2],
  ] as const) {
    assert.match(
      line,
      new RegExp(`${create} ${attempt}: POST ${scene.emulator.url}/CreateParticipantToken {`),
    );
    assert.match(line, /authorization: \[masked\]; x-amz-security-token: \[masked\]} {/);
    assert.match(line, /"userId":"\[masked\]","attributes":"\[masked\]".*}$/);
  }
  assert.match(failed, new RegExp(`${create} 1: HTTP 503 ServiceUnavailableException after \\d+ ms, ${id}$`));
  assert.match(answered, new RegExp(`${create} 2: HTTP 200 after \\d+ ms, ${id}$`));
  assert.equal(debug.length, 5);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).lines, []);

  // The settings that a token was made with go with it, to refresh and destroy.
  const [refreshed, destroyed] = [await stack.refresh(), await stack.destroy()];
  refreshed.line(new RegExp(`^debug: GetStage, attempt 1: HTTP 200 after \\d+ ms, ${id}$`));
  destroyed.line(/^debug: DisconnectParticipant, attempt 1: HTTP 404 ResourceNotFoundException after/);
  for (const { text } of [run, refreshed, destroyed]) assert.doesNotMatch(text, /Signature|AWS4-HMAC/);
});

test("without debug there is none of it", async () => {
  const stack = await scene.stack("quiet", program(false));
  assert.deepEqual((await stack.up()).lines, []);
  await stack.configure({ "ivs-realtime:debug": "true" });
  // The token's own setting comes before the stack's.
  assert.deepEqual((await stack.up(["--refresh"])).lines, []);
});
