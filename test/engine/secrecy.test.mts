import assert from "node:assert/strict";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { openScene } from "../support/scene.mts";
import { findSecrets } from "../support/secrets.mts";

const scene = await openScene("secrecy");
const role = scene.secret("ROLE", "attribute-c07b52");
const stack = await scene.stack(
  "secrecy",
  `const attributes = { role: pulumi.secret(process.env.ROLE) };
   const host = new ParticipantToken("host", { stageArn, attributes, duration: "12h" });
   new Witness("bot", { sees: host.token });
   exports.token = host.token;`,
);
const plain = { recorded: false } as const;

test("the scan that ends each file finds a secret in whatever form it lies there", async () => {
  const folder = join(scene.folders.all, "planted");
  const secret = 'a secret? "with" <all> ~~~ that & gets / encoded';
  const base64 = (before: string) => Buffer.from(`${before}${secret}, and more`).toString("base64");
  const forms = {
    raw: `before ${secret} after`,
    json: JSON.stringify({ secret }),
    url: `?token=${encodeURIComponent(secret)}`,
    ...Object.fromEntries(["", "1", "12", "123"].map((before) => [`base64${before}`, base64(before)])),
    base64url: Buffer.from(`x${secret}`).toString("base64url"),
    gzip: gzipSync(secret),
  };
  await mkdir(join(folder, "below"), { recursive: true });
  for (const [name, content] of Object.entries(forms)) await writeFile(join(folder, "below", name), content);
  await writeFile(join(folder, "clean"), secret.slice(1));
  const found = await findSecrets(folder, new Map([["it", secret]]));
  const files = new Set(found.map((line) => /\/below\/(\w+),/.exec(line)?.[1]));
  assert.deepEqual([...files].toSorted(), Object.keys(forms).toSorted());
  await rm(folder, { recursive: true });
});

test("the detailed views of every verb, the history and an export are there to be scanned", async () => {
  const detailed = ["--diff", "--show-full-output", "--show-sames", "--show-config"];
  await stack.preview(detailed);
  await stack.up(detailed);
  scene.clock.set("2031-05-01T08:00:00Z");
  await stack.preview(["--json"]);
  const run = await stack.up([...detailed, "--show-replacement-steps"]);
  assert.match(run.stdout, /ParticipantToken: \(create-replacement\)/);
  await stack.refresh(["--diff", "--show-sames"]);
  for (const args of [
    ["stack", "export"],
    ["stack", "history", "--json"],
    ["stack", "--show-urns", "--show-ids"],
  ]) {
    const told = await stack.command([...args, "--stack", "dev"]);
    assert.equal(told.status, 0, told.text);
  }
  assert.equal(scene.tokens.length, 2);
  const parts = [
    "home/logs",
    "records",
    "backend/.pulumi/history/secrecy/dev",
    "backend/.pulumi/backups/secrecy/dev",
  ];
  for (const part of parts) assert.notEqual((await readdir(join(scene.folders.all, part))).length, 0, part);
});

// What Pulumi itself prints when asked for more: the Node SDK hands each resource's outputs to the engine in a debug
// message, which `--debug` shows and the JSON of `up` holds even without it.
for (const [verb, args, env] of [
  ["up", ["--json"], {}],
  ["up", ["--debug"], {}],
  ["preview", ["--json"], { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" }],
] as const) {
  test(`${verb} ${args} shows secrets in the Node SDK's own debug message, and nowhere else`, async () => {
    const run = await stack[verb](args, { env, ...plain });
    const lines = run.stdout
      .split("\n")
      .filter((line) => !/debug: .*RegisterResource RPC finished: /.test(line));
    assert.notEqual(lines.length, 0);
    for (const secret of [role, ...scene.tokens]) assert.ok(!lines.join("\n").includes(secret));
  });
}

test("destroy and refresh run no program, so their JSON and debug output hold none", async () => {
  await stack.refresh(["--json"]);
  await stack.refresh(["--debug"]);
  await stack.destroy(["--json"]);
});

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

test("a transformation that returns its own options doesn't uncover the token", async () => {
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
