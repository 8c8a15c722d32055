import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openScene, stageArn } from "../support/scene.mts";

const west = "arn:aws:ivs:us-west-2:111111111111:stage/westStage123";
const east = "arn:aws:ivs:eu-central-1:222222222222:stage/eastStage123";
const secretKeys = new Map([["test", "test"]]);
const scene = await openScene("accounts", {
  stages: [west, east],
  credentials(accessKeyId) {
    const secretAccessKey = secretKeys.get(accessKeyId);
    return secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey };
  },
});
for (const account of ["WEST", "EAST"]) {
  const key = scene.secret(`${account}_KEY`, `AKIAOF${account}ACCOUNT`);
  secretKeys.set(key, scene.secret(`${account}_SECRET`, `secret-key-of-${account}-5b1e`));
}
const profileKey = "AKIAOFEASTPROFILE";
secretKeys.set(profileKey, scene.secret("PROFILE_SECRET", "secret-key-of-the-profile-77ac"));

const stack = await scene.stack(
  "accounts",
  `const keys = (who) => ({ accessKey: process.env[who + "_KEY"], secretKey: process.env[who + "_SECRET"] });
   const token = (name, stageArn, aws) => new ParticipantToken(name, { stageArn, aws, disconnectOnDelete: true });
   token("west", "${west}", keys("WEST"));
   token("east", "${east}", keys("EAST"));
   token("profile", "${east}", { profile: "east" });
   token("plain", stageArn);`,
);
const file = join(scene.folders.temporary, "credentials");
const lines = ["[east]", `aws_access_key_id = ${profileKey}`, "aws_secret_access_key = "];
const env = { AWS_SHARED_CREDENTIALS_FILE: file };
const calls = [
  ["AKIAOFWESTACCOUNT", "us-west-2", west],
  ["AKIAOFEASTACCOUNT", "eu-central-1", east],
  [profileKey, "eu-central-1", east],
  ["test", "us-west-2", stageArn],
];

/** Who called what since the last time: the access key, the region that was signed for and the stage. */
let seen = 0;
function taken() {
  const fresh = scene.emulator.requests.slice(seen);
  seen += fresh.length;
  return fresh
    .map(({ accessKeyId, region, input }) => {
      const { stageArn: stage, arn } = input as { stageArn?: string; arn?: string };
      return [accessKeyId, region, stage ?? arn];
    })
    .sort();
}

test("each token of a program goes to its own account and region with its own credentials", async (t) => {
  await writeFile(file, `${lines.join("\n")}${secretKeys.get(profileKey)}\n`);
  t.after(() => writeFile(file, ""));
  await stack.up([], { env });
  assert.deepEqual(taken(), calls.toSorted());
  assert.deepEqual((await stack.up(["--expect-no-changes"], { env })).lines, []);
  assert.deepEqual(taken(), []);

  // Two tokens of one stage with credentials of their own: each asks for itself.
  assert.deepEqual((await stack.refresh(["--expect-no-changes"], { env })).lines, []);
  assert.deepEqual(taken(), calls.toSorted());
  const destroyed = await stack.destroy([], { env });
  assert.equal(
    destroyed.lines.filter((line) => line.includes(") never joined: the token stays valid until ")).length,
    4,
  );
  assert.deepEqual(taken(), calls.toSorted());
  assert.deepEqual((await stack.state()).names, []);
});
