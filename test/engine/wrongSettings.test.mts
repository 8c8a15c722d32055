import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const scene = await openScene("wrongSettings");
const host = (aws: string) => `new ParticipantToken("host", { stageArn, aws: ${aws} });`;
const good = host("undefined");

// What is wrong with each setting, and in which place, test/unit/settings.test.mts shows; here it goes through the engine.
const wrong: [
  string,
  { aws?: string; config?: Record<string, string>; env?: NodeJS.ProcessEnv },
  RegExp[],
][] = [
  [
    "in the input",
    {
      aws: `{ retryMode: "sometimes", maxRetries: 101, insecure: "perhaps", allowedAccountIds: ["12"], readTimeout: -1,
        endpoints: [{ ivsRealtime: "http://127.0.0.1:9" }] }`,
    },
    [
      /aws\.retryMode is "sometimes": write standard or adaptive/,
      /aws\.maxRetries is 101: write a whole number from 0 to 100/,
      /aws\.insecure is "perhaps": write true or false/,
      /aws\.allowedAccountIds \[0\] isn't an account of 12 digits/,
      /aws\.readTimeout is -1: write a whole number from 0 to 86400/,
      /endpoints has another spelling of ivsrealtime: write it so/,
    ],
  ],
  [
    "in the stack's config, beside one of the environment",
    { config: { "aws:maxRetries": "many" }, env: { AWS_RETRY_MODE: "sometimes" } },
    [
      /stack config aws:maxRetries is "many"/,
      /environment AWS_RETRY_MODE is "sometimes": .* calls for a token fail/,
    ],
  ],
  [
    "as half a pair of keys in the environment",
    { env: { AWS_SECRET_ACCESS_KEY: undefined } },
    [/environment AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY: set both keys there, or neither/],
  ],
  [
    "as an output of something that is no object",
    { aws: 'pulumi.output("dev")' },
    [/aws must be an object like { profile: "dev" }/],
  ],
];

const wrongOnes = await scene.stack("wrong", good);
for (const [where, { aws = "undefined", config = {}, env = {} }, sentences] of wrong) {
  test(`a setting that is wrong ${where} fails the preview already`, async () => {
    await wrongOnes.declare(host(aws));
    await wrongOnes.configure(config);
    const run = await wrongOnes.fails("preview", [], { env });
    for (const sentence of sentences) assert.match(run.text, sentence);
    assert.doesNotMatch(run.text, /\n\s+at /, "a stack trace");
    assert.deepEqual(scene.journal.take(), []);
  });
}

test("what is wrong in the environment is one warning until a call is due, which it fails", async () => {
  const program = 'for (const name of ["one", "two"]) new ParticipantToken(name, { stageArn });';
  const stack = await scene.stack("environment", program);
  const env = { AWS_MAX_ATTEMPTS: "0", AWS_RETRY_MODE: "sometimes" };
  const sentence =
    /^environment AWS_MAX_ATTEMPTS is "0": write a whole number from 1 to 101\. Until that is changed/;
  const preview = await stack.preview([], { env });
  preview.line(sentence);
  preview.line(/^environment AWS_RETRY_MODE is "sometimes"/);
  assert.deepEqual(preview.steps.toSorted(), ["create one", "create two"]);
  const failed = await stack.fails("up", [], { env });
  failed.line(sentence);
  assert.match(
    failed.text,
    /"one" was not created: the settings are wrong: environment AWS_MAX_ATTEMPTS is "0".*RETRY_MODE/,
  );
  assert.deepEqual(scene.journal.take(), []);
  await stack.up();
  (await stack.up(["--expect-no-changes"], { env })).line(sentence);
});

test("a variable that nothing needs is not looked at: a proxy, where the endpoint is on loopback", async () => {
  const stack = await scene.stack("unneeded", good);
  const env = { HTTPS_PROXY: "socks5://x", HTTP_PROXY: "socks5://x", AWS_RETRY_MODE: "sometimes" };
  await stack.configure({ "aws:retryMode": "standard" });
  assert.deepEqual((await stack.preview([], { env })).lines, []);
  assert.deepEqual((await stack.up([], { env })).lines, []);
});

test("a setting that turns wrong fails the preview of a token that is there, and leaves it alone", async () => {
  const stack = await scene.stack("later", good);
  await stack.up();
  scene.journal.take();
  await stack.configure({ "aws:maxRetries": "many" });
  for (const verb of ["preview", "up"]) {
    assert.match((await stack.fails(verb)).text, /stack config aws:maxRetries is "many"/);
  }
  assert.deepEqual((await stack.state()).names, ["host"]);
  assert.deepEqual(scene.journal.take(), []);
});

test("plain http to another host passes with insecure, which each run says in one line", async () => {
  const insecure = (aws: string) =>
    `for (const name of ["one", "two"]) new ParticipantToken(name, { stageArn, aws: ${aws} });`;
  const stack = await scene.stack(
    "insecure",
    insecure('{ endpoint: "http://ivs.example.invalid", insecure: true }'),
  );
  (await stack.preview()).line(/insecure/);

  await stack.declare(insecure("{ insecure: true }"));
  for (const run of [
    await stack.up(),
    await stack.preview(["--expect-no-changes"]),
    await stack.up(["--expect-no-changes"]),
    await stack.up(["--expect-no-changes", "--refresh"]),
    await stack.refresh(["--expect-no-changes"]),
  ]) {
    run.line(/insecure/);
  }
  await stack.declare(insecure("undefined"));
  await stack.configure({ "aws:insecure": "true" });
  (await stack.up()).line(/insecure/);
  await stack.configure({});
  assert.deepEqual((await stack.up()).lines, []);
});

test("arguments that only @pulumi/aws knows are let be", async () => {
  const stack = await scene.stack(
    "others",
    host('{ skipMetadataApiCheck: true, defaultTags: { tags: { a: "b" } }, s3UsePathStyle: true }'),
  );
  await stack.configure({ "aws:defaultTags": '{"tags":{"a":"b"}}', "aws:skipRegionValidation": "true" });
  assert.deepEqual((await stack.preview()).lines, []);
  assert.deepEqual((await stack.up()).lines, []);
});
