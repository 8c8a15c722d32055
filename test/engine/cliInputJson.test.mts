import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bounded } from "../support/processes.mts";
import { openScene, stageArn } from "../support/scene.mts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const document = {
  stageArn,
  duration: 90,
  userId: "alice",
  attributes: { role: "host" },
  capabilities: ["SUBSCRIBE"],
};
const scene = await openScene("cliInputJson");
const args = (more: string) => `{ ...JSON.parse(readFileSync("x.json", "utf8")), ${more} }`;
const program = (given: string) =>
  `const { readFileSync } = require("node:fs");
   const host = new ParticipantToken("host", ${given});
   exports.token = host.token; exports.participantId = host.participantId; exports.userId = host.userId;`;
const stack = await scene.stack("cliInputJson", program(args('userId: "bob"')));

test("the AWS CLI's input document is valid as args as it is, and later values win", async () => {
  await writeFile(join(stack.folder, "x.json"), JSON.stringify(document));
  const run = await stack.up();
  assert.deepEqual([run.steps, run.lines], [["create host"], []]);
  assert.deepEqual(scene.emulator.requests.at(-1)?.input, { ...document, userId: "bob" });
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
});

test("outputs print one by one, as JSON, for a shell and as a table, and the token only with --show-secrets", async () => {
  const printed = async (...words: string[]) => {
    const run = await stack.command(["stack", ...words, "--stack", "dev"], { recorded: false });
    assert.equal(run.status, 0, run.text);
    return run.stdout;
  };
  const participantId = (await stack.state()).get("host").id;
  assert.equal(await printed("output", "participantId"), `${participantId}\n`);
  assert.equal(await printed("output", "token"), "[secret]\n");
  assert.equal(await printed("output", "token", "--show-secrets"), `${scene.tokens[0]}\n`);
  assert.deepEqual(JSON.parse(await printed("output", "--json")), {
    participantId,
    token: "[secret]",
    userId: "bob",
  });
  assert.match(await printed("output", "--shell"), /^userId=bob$/m);
  for (const table of [await printed("output"), await printed()]) assert.match(table, /^ +userId +bob$/m);
});

test("--color always colours what pulumi prints into a pipe, never and auto don't", async () => {
  for (const [color, coloured] of [
    ["always", true],
    ["never", false],
    ["auto", false],
  ] as const) {
    // Not by stack.command, which asks for none.
    const words = ["stack", "--stack", "dev", "--non-interactive", "--color", color];
    const run = await bounded("pulumi", words, { cwd: stack.folder, env: scene.environment() });
    assert.equal(run.status, 0, run.stderr);
    assert.equal(run.stdout.includes("\u001b["), coloured, color);
  }
});

test("a skeleton that nobody filled in fails the preview, with all that is wrong at once", async () => {
  const skeleton = await bounded(process.execPath, [main, "skeleton"], { env: scene.environment() });
  const empty = await scene.stack("skeleton", program(args('rotateBefore: "1h"')));
  await writeFile(join(empty.folder, "x.json"), skeleton.stdout);
  scene.journal.take();
  const run = await empty.fails("preview");
  for (const sentence of [
    /stageArn is text of 0 characters, which the service refuses/,
    /duration is 0 \(minutes\), but the service mints tokens of 1 minute to 20160 minutes/,
  ]) {
    assert.match(run.text, sentence);
  }
  assert.doesNotMatch(run.text, /(userId|attributes|capabilities|rotateBefore) (is|are|value|item|come) /);
  assert.deepEqual(scene.journal.take(), []);
});
