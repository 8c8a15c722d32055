import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene, stageArn } from "../support/scene.mts";
import { mark } from "../support/witnessProvider.cjs";

const scene = await openScene("failure");
const operation = "CreateParticipantToken";
const evidence = (name: string, message: string, status: number) =>
  `\\[${name}: ${message}; HTTP ${status}; request ID [0-9a-f-]{36}\\]`;
const names = ["denied", "quota", "pending", "invalid", "html", "cut", "empty", "gone"];
const program = `const attributes = { role: pulumi.secret(process.env.ROLE) };
  for (const name of ${JSON.stringify(names)}) new ParticipantToken(name, { stageArn, attributes });`;

test("creates that fail say why and what to do, leave nothing in the state, and the next up heals", async () => {
  const role = scene.secret("ROLE", "attribute-9e41d7");
  const token = scene.secret("CUT_TOKEN", `${"h".repeat(30)}.${"p".repeat(30)}.${"s".repeat(30)}`);
  const { emulator } = scene;
  emulator.fault({
    operation,
    times: 1,
    status: 403,
    message: "not authorized to perform: ivs:CreateParticipantToken",
  });
  emulator.fault({ operation, times: 1, status: 402, message: "too many tokens" });
  emulator.fault({ operation, times: 1, status: 403, name: "PendingVerification", message: "wait" });
  emulator.fault({ operation, times: 1, status: 400, message: `bad value '${role}' in attributes` });
  emulator.fault({ operation, times: 1, rawBody: "<html>Welcome to the hotel's network</html>" });
  emulator.fault({ operation, times: 1, rawBody: `{"participantToken":{"token":"${token}` });
  emulator.fault({ operation, times: 1, rawBody: '{"participantToken":{"participantId":"abc"}}' });
  emulator.fault({ operation, times: 1, status: 404, message: "no such stage" });
  const stack = await scene.stack("failure", program);
  // One after another, so that each fault strikes once; none of them makes the SDK try again.
  const run = await stack.fails("up", ["--parallel", "1", "--continue-on-error"]);
  const sentences = [
    `these credentials may not call ${operation} on ${stageArn}: allow the IAM action ivs:${operation} on that resource ` +
      evidence("AccessDeniedException", "not authorized to perform: ivs:CreateParticipantToken", 403),
    "a service quota of account 123456789012 in us-west-2 is used up: delete .*where the quota can be raised " +
      evidence("ServiceQuotaExceededException", "too many tokens", 402),
    "the AWS account is pending verification and can't be used yet: wait for AWS to verify it, or contact AWS Support " +
      evidence("PendingVerification", "wait", 403),
    `the service found the input of ${operation} invalid: correct what its message names, where \\[masked\\] is the userId, or an attribute's name or value ` +
      evidence("ValidationException", "bad value '\\[masked\\]' in attributes", 400),
    `the answer to ${operation} could not be read: .* If a token was minted it is lost.* \\[incomplete answer; HTTP 200; request ID [0-9a-f-]{36}\\]`,
    `the stage ${stageArn} was not found in account 123456789012, region us-west-2: check the ARN, that the stage still ` +
      `exists, and that the credentials belong to that account ${evidence("ResourceNotFoundException", "no such stage", 404)}`,
  ];
  for (const sentence of sentences)
    run.line(new RegExp(`ParticipantToken "\\w+" was not created: ${sentence}`));
  const unreadable = run.lines.filter((line) =>
    /was not created: the answer to CreateParticipantToken could not be read: .*\[unreadable answer; HTTP 200/.test(
      line,
    ),
  );
  assert.equal(unreadable.length, 2);
  assert.deepEqual((await stack.state()).names, []);

  assert.deepEqual((await stack.up()).steps.toSorted(), names.map((name) => `create ${name}`).toSorted());
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("a service that can't be reached, or answers 503 for good, or throttles, fails the create too", async () => {
  const stack = await scene.stack("away", 'new ParticipantToken("host", { stageArn });');
  const env = { AWS_ENDPOINT_URL_IVS_REALTIME: "http://127.0.0.1:9" };
  const run = await stack.fails("up", [], { env });
  run.line(
    /ParticipantToken "host" was not created: http:\/\/127\.0\.0\.1:9 \(environment AWS_ENDPOINT_URL_IVS_REALTIME\) could not be reached: is the emulator running there, .*\[ECONNREFUSED/,
  );
  assert.doesNotMatch(run.text, /\n\s+at /, "a stack trace");
  for (const [status, sentence] of [
    [
      503,
      /the service failed on its side: run it again later.*HTTP 503; 3 attempts in (under )?\d+ s; request ID/,
    ],
    [
      429,
      /makes more calls of CreateParticipantToken in us-west-2 than its quota allows a second.*HTTP 429; 3 attempts in (under )?\d+ s; request ID/,
    ],
  ] as const) {
    const undo = scene.emulator.fault({ operation, status });
    (await stack.fails("up")).line(sentence);
    undo();
    assert.deepEqual((await stack.state()).names, []);
  }
  scene.emulator.fault({ operation, status: 503, times: 2 });
  assert.deepEqual((await stack.up()).steps, ["create host"]);
});

test("a dependent that fails leaves the old token waiting for deletion, and the next up finishes without another", async () => {
  const stack = await scene.stack(
    "dependents",
    `const host = new ParticipantToken("host", { stageArn, duration: "12h", disconnectOnDelete: true });
     new Witness("bot", { sees: host.token });
     exports.token = host.token;`,
  );
  await stack.up();
  const old = (await stack.state()).get("host").id;
  scene.journal.take();
  scene.clock.set("2031-05-01T09:00:00Z");
  const run = await stack.fails("up", [], { env: { BROKEN: "bot" } });
  assert.deepEqual(run.steps, ["create-replacement host [expirationTime]", "update bot"]);
  run.line(/^bot is broken on purpose$/);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);
  const half = await stack.state();
  assert.deepEqual(
    half.pending.map(({ id }) => id),
    [old],
  );
  assert.notEqual(half.get("host").id, old);

  const finished = await stack.up();
  assert.deepEqual(finished.steps, ["update bot", "delete-replaced host"]);
  assert.deepEqual(scene.journal.take(), [
    `bot update ${mark(scene.tokens.at(-1))}`,
    "wire DisconnectParticipant 404",
  ]);
  assert.equal((await stack.state()).pending.length, 0);
  assert.equal((await stack.outputs()).token, scene.tokens.at(-1));
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("a rotation whose create fails leaves the old token in place, and the next up rotates", async () => {
  const stack = await scene.stack(
    "kept",
    `const host = new ParticipantToken("host", { stageArn, duration: "12h" });
     new Witness("bot", { sees: host.token });
     exports.token = host.token;`,
  );
  await stack.up();
  const before = await stack.outputs();
  scene.clock.move(9 * 3600);
  scene.journal.take();
  const undo = scene.emulator.fault({ operation, status: 402 });
  const run = await stack.fails("up");
  undo();
  assert.deepEqual(run.steps, ["create-replacement host [expirationTime]"]);
  assert.deepEqual(await stack.outputs(), before);
  assert.equal((await stack.state()).pending.length, 0);
  scene.journal.take();
  await stack.up();
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 200",
    `bot update ${mark(scene.tokens.at(-1))}`,
  ]);
});
