import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";
import type { Stack } from "../support/stack.mts";

const keys = { accessKeyId: "AKIACONFIG", secretAccessKey: "not-told-in-lines" };
const scene = await openScene("plainKeys", { credentials: keys });
const program = `for (const name of ["one", "two"]) new ParticipantToken(name, { stageArn });`;
const plain = { "aws:accessKey": keys.accessKeyId, "aws:secretKey": keys.secretAccessKey };

async function setSecret(stack: Stack, config: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, value] of Object.entries(config)) {
    const { status, text } = await stack.command(["config", "set", "--stack", "dev", "--secret", key, value]);
    assert.equal(status, 0, text);
  }
}

/** Where in a setting the secret stands that is not all of it. */
const parts: Record<string, string> = {
  "ivs-realtime:assumeRoles": "[0].externalId",
  "aws:assumeRoleWithWebIdentity": ".webIdentityToken",
};
const warning = (key: string) =>
  `Stack config ${key} holds a secret in plaintext, and the engine copies stack config into the state: set it again with ` +
  `pulumi config set --secret ${parts[key] ? `--path '${key}${parts[key]}'` : key}, and treat the old value as compromised`;

test("keys that stand plain in stack config are warned of in a line each, once a run, and secret ones aren't", async () => {
  const stack = await scene.stack("plainKeys", program);
  await stack.configure(plain);
  for (const run of [await stack.preview(), await stack.up(), await stack.up(["--expect-no-changes"])]) {
    assert.deepEqual(run.lines, Object.keys(plain).map(warning));
    assert.doesNotMatch(run.text, new RegExp(keys.secretAccessKey));
  }
  await stack.configure({});
  await setSecret(stack, plain);
  for (const run of [await stack.preview(), await stack.up()]) assert.deepEqual(run.lines, []);
});

test("so are other secret settings, and not those that hold no secret", async () => {
  const stack = await scene.stack("others", program);
  const role = { roleArn: "arn:aws:iam::123456789012:role/video" };
  const config = {
    "ivs-realtime:accessKey": keys.accessKeyId,
    "ivs-realtime:secretKey": keys.secretAccessKey,
    "aws:token": "a-session",
    "ivs-realtime:assumeRoles": JSON.stringify([{ ...role, externalId: "outside" }]),
    "aws:assumeRoleWithWebIdentity": JSON.stringify({ ...role, webIdentityToken: "oidc" }),
    "aws:httpProxy": "http://somebody:password@127.0.0.1:9",
  };
  await stack.configure(config);
  const { lines } = await stack.preview();
  assert.deepEqual(lines.toSorted(), Object.keys(config).map(warning).toSorted());
  await stack.configure({
    "aws:maxRetries": "3",
    "aws:httpProxy": "http://127.0.0.1:9",
    "ivs-realtime:assumeRoles": JSON.stringify([role]),
    "aws:assumeRoleWithWebIdentity": JSON.stringify({ ...role, webIdentityTokenFile: "file" }),
  });
  assert.deepEqual((await stack.preview()).lines, []);
});

test("a list of roles that is set member by member is read, and one secret member makes it secret", async () => {
  const stack = await scene.stack("members", program);
  const set = async (member: string, value: string, secret: string[] = []) => {
    const args = [
      "config",
      "set",
      "--stack",
      "dev",
      "--path",
      ...secret,
      `aws:assumeRoles[0].${member}`,
      value,
    ];
    const { status, text } = await stack.command(args);
    assert.equal(status, 0, text);
  };
  await set("externalId", "outside", ["--secret"]);
  assert.match((await stack.fails("preview")).text, /stack config aws:assumeRoles \[0\] has no roleArn/);
  await set("roleArn", "arn:aws:iam::123456789012:role/video");
  assert.deepEqual((await stack.preview()).lines, []);
});
