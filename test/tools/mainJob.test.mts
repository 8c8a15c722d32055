import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { tokenType } from "../../tools/stack/pulumiState.mjs";
import { mainJob } from "../../tools/start/mainJob.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { fakeCommand } from "./support/copyOfRepository.mts";

/** The main job with a CLI that has this state; `up --expect-no-changes` ends with the status given. */
async function played(t: TestContext, outputs: object, status = 0) {
  const folder = temporaryFolder();
  const resources = [{ urn: "urn::host", type: tokenType, outputs }];
  writeFileSync(join(folder, "state.json"), JSON.stringify({ deployment: { resources } }));
  const script = `cd '${folder}'
    echo "$*" >> calls
    case "$*" in "stack export"*) cat state.json;; "stack output"*) exit 9;; *--expect-no-changes*) exit ${status};; esac`;
  fakeCommand(folder, "pulumi", script);
  const { mock } = t.mock.method(console, "log", () => {});
  await mainJob("dev", { PATH: `${folder}:${process.env.PATH}` });
  const calls = readFileSync(join(folder, "calls"), "utf8").split("\n").filter(Boolean);
  return {
    verbs: calls.filter((call) => !call.startsWith("stack")).map((call) => call.split(" ")[0]),
    printed: mock.calls.map((call) => call.arguments.join(" ")).join("\n"),
  };
}

const secondsFromNow = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

test("a token that came due while step 2 ran: the machine was too slow, and the story goes on", async (t) => {
  const { verbs, printed } = await played(t, { rotationTime: secondsFromNow(-1) }, 255);
  assert.match(printed, /This machine was slower than the token's window/);
  assert.deepEqual(verbs, ["up", "up", "preview", "up"]);
});

test("a change in step 2 that no rotation explains is a failure", async (t) => {
  await assert.rejects(played(t, { rotationTime: secondsFromNow(3600) }, 255), /pulumi up did not succeed/);
  await assert.rejects(played(t, {}, 255), /pulumi up did not succeed/);
});

test("a token that is due much later is not waited for", async (t) => {
  const { verbs, printed } = await played(t, { rotationTime: secondsFromNow(3600) });
  assert.match(printed, /3\. The token is replaced by the first pulumi up after /);
  assert.deepEqual(verbs, ["up", "up"]);
});

test("with autoRotate false there is nothing to wait for", async (t) => {
  const { verbs, printed } = await played(t, { autoRotate: false });
  assert.match(printed, /3\. Nothing is replaced by itself here: autoRotate is false/);
  assert.deepEqual(verbs, ["up", "up"]);
});
