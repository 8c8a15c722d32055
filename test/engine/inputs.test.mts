import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene, stageArn } from "../support/scene.mts";
import { mark } from "../support/witnessProvider.cjs";

const other = "arn:aws:ivs:eu-central-1:123456789012:stage/otherStage12";
const scene = await openScene("inputs", { stages: [other] });

const first = `
  const both = ["PUBLISH", "SUBSCRIBE"];
  const args = { stageArn, userId: "bob", attributes: { a: "1", b: "2" }, capabilities: both, duration: "12h" };
  const token = (name, changed) => new ParticipantToken(name, { ...args, ...changed });
`;
const names = ["stage", "user", "attributes", "capabilities", "duration", "order", "bare"];

test("a change of any part of the token replaces it, and says which; another spelling of the same doesn't", async () => {
  const stack = await scene.stack(
    "inputs",
    `${first} for (const name of ${JSON.stringify(names)}) token(name, name === "bare" ? { attributes: {} } : {});`,
  );
  assert.equal((await stack.up()).steps.length, names.length);
  await stack.declare(`${first}
    token("stage", { stageArn: "${other}" });
    token("user", { userId: "eve" });
    token("attributes", { attributes: { a: "1", b: "3" } });
    token("capabilities", { capabilities: ["SUBSCRIBE"] });
    token("duration", { duration: "11h" });
    token("order", { attributes: { b: "2", a: "1" }, capabilities: [...both].reverse(), duration: 720 });
    token("bare", { attributes: undefined });
  `);
  const replaced = [
    "create-replacement attributes [attributes]",
    "create-replacement capabilities [capabilities]",
    "create-replacement duration [duration]",
    "create-replacement stage [stageArn]",
    "create-replacement user [userId]",
  ];
  scene.journal.take();
  const preview = await stack.preview();
  assert.deepEqual(created(preview.steps), replaced);
  assert.deepEqual(scene.journal.take(), []);
  const before = await stack.state();
  const run = await stack.up();
  assert.deepEqual(created(run.steps), replaced);
  assert.equal(run.steps.length, 2 * replaced.length);
  assert.deepEqual(run.lines, []);
  assert.equal(scene.journal.take().length, replaced.length);
  const after = await stack.state();
  const kept = names.filter((name) => before.get(name).id === after.get(name).id);
  assert.deepEqual(kept, ["order", "bare"]);
  assert.deepEqual(
    scene.emulator.requests
      .slice(-replaced.length)
      .map(({ region }) => region)
      .sort(),
    ["eu-central-1", "us-west-2", "us-west-2", "us-west-2", "us-west-2"],
  );
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("inputs that a preview doesn't know yet pass it, the first time and later", async () => {
  const program = (given: Record<string, unknown>) => `
    const given = ${JSON.stringify(given)};
    const of = (name) => new Witness(name, { gives: given[name] }).given;
    const host = new ParticipantToken("host", {
      stageArn: of("stage"),
      userId: of("user"),
      attributes: { role: of("role") },
      capabilities: of("what"),
      duration: of("length"),
      rotateBefore: of("window"),
    });
    new Witness("bot", { sees: host.token });
  `;
  const one = {
    stage: stageArn,
    user: "bob",
    role: "host",
    what: ["SUBSCRIBE"],
    length: "12h",
    window: "2h",
  };
  const stack = await scene.stack("unknown", program(one));
  const first = ["create bot", "create host", ...Object.keys(one).map((name) => `create ${name}`)];
  assert.deepEqual((await stack.preview()).steps.toSorted(), first.toSorted());
  await stack.up();
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  scene.journal.take();

  const two = { stage: other, user: "eve", role: "guest", what: ["PUBLISH"], length: "10h", window: "2h" };
  await stack.declare(program(two));
  const keys = ["attributes", "capabilities", "duration", "stageArn", "userId"];
  const expected = `create-replacement host [${keys.join(", ")}]`;
  assert.deepEqual(created((await stack.preview()).steps), [expected]);
  assert.deepEqual(scene.journal.take(), []);
  assert.deepEqual(created((await stack.up()).steps), [expected]);
  const { input, region } = scene.emulator.requests.at(-1) ?? {};
  assert.equal(region, "eu-central-1");
  assert.deepEqual(input, {
    stageArn: other,
    userId: "eve",
    attributes: { role: "guest" },
    capabilities: ["PUBLISH"],
    duration: 600,
  });

  await stack.declare(program({ ...two, window: "3h" }));
  assert.deepEqual((await stack.preview()).steps, ["update window", "update host", "update bot"]);
  assert.deepEqual((await stack.up()).steps, ["update window", "update host"]);
});

test("everything wrong is said at once, before any call, and no input that may be secret is quoted", async () => {
  const secret = scene.secret("SECRET", "s3cret-Text-1f7a9e");
  scene.journal.take();
  const stack = await scene.stack(
    "wrong",
    `const secret = pulumi.secret(process.env.SECRET);
     new ParticipantToken("host", {
       stageArn: secret, userId: secret.apply((text) => text.repeat(8)), attributes: { role: 7, [process.env.SECRET]: 8 },
       capabilities: [secret], duration: secret, rotateBefore: "45", autoRotate: secret, disconnectOnDelete: "no", userID: secret,
     });`,
  );
  for (const verb of ["preview", "up"]) {
    const run = await stack.fails(verb);
    for (const sentence of [
      new RegExp(`stageArn is text of ${secret.length} characters, which the service refuses`),
      new RegExp(`userId is ${secret.length * 8} characters long, but the service takes 128 at most`),
      /attributes value 1 of 2 \(its key is 4 characters long\) is of type number/,
      new RegExp(`, and value 2 of 2 \\(its key is ${secret.length} characters long\\) is of type number`),
      /capabilities item 1 of 1/,
      new RegExp(`duration is text of ${secret.length} characters, not a duration`),
      /rotateBefore is "45"; bare digits don't say their unit/,
      /autoRotate must be true or false, not of type string/,
      /disconnectOnDelete must be true or false, not of type string/,
      /userID is not an input of ParticipantToken and would be ignored: did you mean "userId"\?/,
    ])
      assert.match(run.text, sentence);
    assert.doesNotMatch(run.text, new RegExp(secret));
  }
  assert.deepEqual(scene.journal.take(), []);
  assert.deepEqual((await stack.state()).names, []);
});

test("another rotateBefore is an update without a call, until it makes the token due", async () => {
  const program = (rotateBefore: string) =>
    `const host = new ParticipantToken("host", { stageArn, duration: "12h", rotateBefore: "${rotateBefore}" });
     new Witness("bot", { sees: host.token });
     for (const name of ["token", "participantId", "issuedTime", "expirationTime", "requestId", "rotationTime",
       "rotateBefore", "duration", "capabilities"]) exports[name] = host[name];`;
  const stack = await scene.stack("window", program("2h"));
  await stack.up();
  const before = await stack.outputs();
  scene.journal.take();

  await stack.declare(program("10800s"));
  const preview = await stack.preview();
  // A preview doesn't know the outputs of an update: what depends on them may change, as far as it can tell.
  assert.deepEqual(preview.steps, ["update host", "update bot"]);
  assert.deepEqual((await stack.up()).steps, ["update host"]);
  assert.deepEqual(scene.journal.take(), []);
  const changed = { rotateBefore: 180, rotationTime: "2031-05-01T09:00:00Z" };
  assert.deepEqual(await stack.outputs(), { ...before, ...changed });

  scene.clock.set("2031-05-01T08:30:00Z");
  await stack.declare(program("4h"));
  const run = await stack.up();
  assert.deepEqual(run.steps, [
    "create-replacement host [expirationTime]",
    "update bot",
    "delete-replaced host",
  ]);
  assert.match(
    run.line(/is due for rotation/),
    /it expires in 3 h 30 min .* window of 4 h before expiration \(rotateBefore\)/,
  );
  assert.deepEqual(scene.journal.take(), [
    "wire CreateParticipantToken 200",
    `bot update ${mark(scene.tokens.at(-1))}`,
  ]);
  assert.equal((await stack.outputs()).rotationTime, "2031-05-01T16:30:00Z");
});

test("with autoRotate off a token is kept, also once expired, and each run says so; switched on it rotates", async () => {
  const program = (autoRotate: boolean) =>
    `exports.token = new ParticipantToken("host", { stageArn, duration: "12h", autoRotate: ${autoRotate} }).token;`;
  scene.clock.set("2031-06-01T00:00:00Z");
  const stack = await scene.stack("manual", program(false));
  await stack.up();
  assert.equal((await stack.state()).get("host").outputs.rotationTime, undefined);
  scene.journal.take();

  scene.clock.set("2031-06-01T11:00:00Z");
  const near = await stack.up(["--expect-no-changes"]);
  assert.deepEqual([near.steps, near.lines], [[], []]);
  scene.clock.set("2031-06-01T15:00:00Z");
  for (const run of [await stack.preview(["--expect-no-changes"]), await stack.up(["--expect-no-changes"])]) {
    assert.deepEqual(run.steps, []);
    assert.match(
      run.line(/"host"/),
      /is kept because autoRotate is false, but it expired 3 h ago \(2031-06-01T12:00:00Z\)/,
    );
    assert.equal(run.lines.length, 1);
  }
  assert.deepEqual(scene.journal.take(), []);

  await stack.declare(program(true));
  assert.deepEqual((await stack.up()).steps, [
    "create-replacement host [expirationTime]",
    "delete-replaced host",
  ]);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);
  assert.equal((await stack.state()).get("host").outputs.rotationTime, "2031-06-01T23:00:00Z");

  await stack.declare(program(false));
  assert.deepEqual((await stack.up()).steps, ["update host"]);
  assert.equal((await stack.state()).get("host").outputs.rotationTime, undefined);
  assert.equal((await stack.outputs()).token, scene.tokens.at(-1));
  assert.deepEqual(scene.journal.take(), []);
});

function created(steps: readonly string[]): string[] {
  return steps.filter((step) => step.startsWith("create-replacement")).sort();
}
