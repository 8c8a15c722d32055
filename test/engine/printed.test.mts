import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const scene = await openScene("printed");
const hostile = "\u001b[2Jred\r\nPulumi: all is well\u202e";
const name = JSON.stringify(hostile);

test("control characters of names and of the service's words reach no terminal", async () => {
  const stack = await scene.stack("printed", `new ParticipantToken(${name}, { stageArn, duration: "12h" });`);
  scene.emulator.fault({ times: 1, status: 418, name: "Teapot", message: "short\u001b[2J and \u202estout" });
  const failed = await stack.fails("up");
  assert.match(
    failed.text,
    /ParticipantToken "\\u\{1b\}\[2Jred\\u\{d\}\\u\{a\}Pulumi.*short\\u\{1b\}\[2J and \\u\{202e\}stout/,
  );
  await stack.up();
  scene.clock.move(9 * 3600);
  const due = await stack.preview();
  assert.match(due.line(/is due for rotation/), /^ParticipantToken "\\u\{1b\}\[2Jred/);
  for (const run of [failed, due]) {
    const ours = run.text.split("\n").filter((line) => line.includes('ParticipantToken "'));
    assert.ok(ours.length > 0);
    for (const line of ours) assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
  }
});

test("the user's own secret outputs are secret beside the token", async () => {
  const stack = await scene.stack(
    "secrets",
    `const host = new ParticipantToken("host", { stageArn }, { additionalSecretOutputs: ["expirationTime"] });
     exports.token = host.token;
     exports.expirationTime = host.expirationTime;`,
  );
  const run = await stack.up();
  assert.match(run.stdout, /expirationTime: \[secret\]/);
  assert.match(run.stdout, /token +: \[secret\]/);
});

test("a transformation that returns options of its own doesn't uncover the token", async () => {
  const stack = await scene.stack(
    "transformed",
    `const config = new pulumi.Config();
     pulumi.runtime.registerStackTransformation(({ props }) => ({ props, opts: { retainOnDelete: false } }));
     const host = new ParticipantToken("host", { stageArn, rotateBefore: config.get("rotateBefore") });
     exports.token = host.token;`,
  );
  const shown = [await stack.up()];
  // On a busy machine the CLI has been seen to end a refresh without its list of outputs.
  assert.doesNotMatch((await stack.refresh()).stdout, /token: (?!\[secret\])/);
  await stack.configure({ "transformed:rotateBefore": "1h" });
  shown.push(await stack.up(), await stack.up(["--refresh", "--expect-no-changes"]));
  // That it lies in no file in plain is seen when the scene closes.
  for (const { stdout } of shown) assert.match(stdout, /token: \[secret\]/);
  const { token } = (await stack.state()).get("host").outputs;
  assert.equal(typeof (token as { ciphertext?: string }).ciphertext, "string");
  assert.equal((await stack.outputs()).token, scene.tokens.at(-1));
});
