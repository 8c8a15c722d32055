import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DeleteStageCommand, IVSRealTimeClient } from "@aws-sdk/client-ivs-realtime";
import type { Run } from "../support/run.mts";
import { openScene, stageArn } from "../support/scene.mts";
import { startProxyPage } from "../support/servers.mts";

const other = "arn:aws:ivs:us-west-2:123456789012:stage/otherStage12";
const scene = await openScene("refresh", { stages: [other] });
const program = (third: string) =>
  `const [one, two, three] = [stageArn, stageArn, "${third}"].map((stageArn, index) =>
     new ParticipantToken(["one", "two", "three"][index], { stageArn, duration: "12h" }));
   new Witness("bot", { sees: three.token });
   exports.tokens = [one.token, two.token, three.token];
   exports.expirationTime = one.expirationTime;`;
const stack = await scene.stack("refresh", program(other));
const proxy = await startProxyPage();
after(() => proxy.close());
const dead = "http://127.0.0.1:9";

await stack.up();
const minted = await stack.outputs();
scene.journal.take();

test("a refresh asks for each stage once and keeps the tokens of those that exist", async () => {
  const run = await stack.refresh(["--expect-no-changes"]);
  assert.deepEqual(run.lines, []);
  assert.deepEqual(scene.journal.take(), ["wire GetStage 200", "wire GetStage 200"]);
  assert.deepEqual(await stack.outputs(), minted);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

const unsure: [string, { status?: number; endpoint?: string; sentence: RegExp }][] = [
  [
    "access is denied",
    { status: 403, sentence: /allow the IAM action ivs:GetStage on that resource \[AccessDenied/ },
  ],
  [
    "the service fails",
    {
      status: 500,
      sentence: /the service failed on its side.*HTTP 500; 3 attempts in (under )?\d+ s; request ID/,
    },
  ],
  [
    "a proxy answers 404",
    { endpoint: proxy.url, sentence: /is a proxy, or something other than IVS Real-Time, answering there/ },
  ],
  [
    "nobody answers",
    {
      endpoint: dead,
      sentence:
        /http:\/\/127\.0\.0\.1:9 \(environment AWS_ENDPOINT_URL_IVS_REALTIME\) could not be reached: is the emulator running there/,
    },
  ],
];
for (const [what, { status, endpoint, sentence }] of unsure) {
  test(`where ${what}, a refresh keeps all tokens and says so in one line a stage`, async () => {
    const undo = status ? scene.emulator.fault({ operation: "GetStage", status }) : () => {};
    const run = await stack.refresh(["--expect-no-changes"], {
      env: endpoint ? { AWS_ENDPOINT_URL_IVS_REALTIME: endpoint } : {},
    });
    undo();
    assert.equal(run.lines.length, 2);
    for (const arn of [stageArn, other]) {
      const line = run.line(
        new RegExp(
          `^Tokens of ${arn} are kept as they are: whether the stage still exists could not be asked`,
        ),
      );
      assert.match(line, sentence);
    }
    assert.deepEqual(await stack.outputs(), minted);
    scene.journal.take();
  });
}

test("expiry drops nothing: a refresh shows that the tokens are due and keeps them", async () => {
  scene.clock.set("2031-05-09T00:00:00Z");
  const run = await stack.refresh();
  for (const name of ["one", "two", "three"]) {
    assert.match(run.line(new RegExp(`"${name}".*is due for rotation`)), /it expired 7 d 12 h ago/);
  }
  assert.deepEqual(await stack.outputs(), minted);
  const due = await stack.fails("refresh", ["--expect-no-changes"]);
  assert.match(due.text, /no changes were expected for refresh but changes were proposed/);
  assert.deepEqual(await stack.outputs(), minted);
  scene.clock.set("2031-05-01T01:00:00Z");
  scene.journal.take();
});

test("a stage that is gone takes its token out of the state; the next up mints a new one", async () => {
  await deleteStage(other);
  scene.journal.take();
  const { id } = (await stack.state()).get("three");
  const run = await stack.refresh();
  assert.equal(
    run.line(/./),
    `ParticipantToken "three" (participant ${id}) is dropped from the state: its stage ${other} no longer exists, so ` +
      "nothing can be joined with it; the next pulumi up mints a new one.",
  );
  assert.deepEqual(scene.journal.take().sort(), ["wire GetStage 200", "wire GetStage 404"]);
  assert.deepEqual((await stack.state()).names.toSorted(), ["bot", "one", "two"]);

  const failed = await stack.fails("up");
  assert.match(
    failed.line(/was not created/),
    new RegExp(`the stage ${other} was not found in account 123456789012, region us-west-2: check the ARN`),
  );
  await stack.declare(program(stageArn));
  scene.journal.take();
  assert.deepEqual((await stack.up()).steps, ["create three", "update bot"]);
  assert.equal(scene.journal.take()[0], "wire CreateParticipantToken 200");
});

describe("up --refresh", () => {
  const runs: Run[] = [];

  before(async () => {
    const stack = await scene.stack(
      "upRefresh",
      `new ParticipantToken("host", { stageArn, duration: "12h" });
       new ParticipantToken("manual", { stageArn, duration: "1h", autoRotate: false });`,
    );
    await stack.up();
    scene.clock.move(8 * 3600);
    scene.journal.take();
    runs.push(await stack.preview(["--refresh"]), await stack.up(["--refresh"]));
  });

  test("up --refresh asks for the stage and rotates in one go", () => {
    const rotation = ["create-replacement host [expirationTime]", "delete-replaced host"];
    for (const { steps } of runs) {
      assert.deepEqual(
        steps.filter((step) => !step.startsWith("refresh")),
        rotation,
      );
    }
    assert.deepEqual(scene.journal.take(), [
      "wire GetStage 200",
      "wire GetStage 200",
      "wire CreateParticipantToken 200",
    ]);
  });

  test("up --refresh says once what there is to say of a token", () => {
    for (const { lines } of runs) {
      assert.equal(lines.filter((line) => line.includes('"host"')).length, 1, lines.join("\n"));
      assert.equal(lines.filter((line) => line.includes('"manual"')).length, 1, lines.join("\n"));
    }
  });
});

async function deleteStage(arn: string): Promise<void> {
  const client = new IVSRealTimeClient({
    endpoint: scene.emulator.url,
    region: "us-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    systemClockOffset: scene.clock().getTime() - Date.now(),
  });
  await client.send(new DeleteStageCommand({ arn }));
  client.destroy();
}
