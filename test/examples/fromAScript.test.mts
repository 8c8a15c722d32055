import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { outside } from "../conformance/support/clients.mts";
import { openAwsScene } from "../support/awsPlugin/awsScene.mts";
import { bounded } from "../support/processes.mts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "from-a-script.md"), "utf8");
const block = (language: string) =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(page)?.[1] ?? "";
const compiled = (program: string) =>
  ts.transpileModule(program, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  }).outputText;

outside("docs/from-a-script.md", {}, async () => {
  const { scene, region, cli, cliEnvironment } = await openAwsScene("from-a-script");
  // The AWS CLI signs by the machine's clock, so that is where this story starts.
  const start = new Date(Math.floor(Date.now() / 1000) * 1000);
  const at = (hours: number) => new Date(start.getTime() + hours * 3_600_000).toISOString();
  scene.clock.set(at(0));

  /** A secret of its own with the page's script, which ran once, and the page's program. */
  const openStory = async (secretName: string) => {
    const [script, program] = [block("sh"), block("ts")].map((text) =>
      text.replace("ivs/encoder-1", secretName),
    ) as [string, string];
    const stack = await scene.stack(secretName.replace("/", "-"), compiled(program));
    await stack.configure({ "aws:region": region });
    await cli(["secretsmanager", "create-secret", "--name", secretName]);
    /** Which of the minted tokens it is. */
    const read = async (stage = "AWSCURRENT") => {
      const args = ["--secret-id", secretName, "--version-stage", stage];
      const answer = await cli(["secretsmanager", "get-secret-value", ...args]);
      return scene.tokens.indexOf((answer as { SecretString: string }).SecretString);
    };
    const cron = async () => {
      const path = `${dirname(String(process.env.CONFORMANCE_PYTHON))}:${process.env.PATH}`;
      const env = { ...cliEnvironment, PATH: path, AWS_ENDPOINT_URL_IVS_REALTIME: scene.emulator.url };
      const { status, stderr } = await bounded("sh", ["-c", script], { env });
      assert.equal(status, 0, stderr);
      const newest = scene.tokens.length - 1;
      assert.equal(await read(), newest);
      return newest;
    };
    return { stack, program, cron, read, scripts: await cron() };
  };
  const good = (token: number) => scene.emulator.join(String(scene.tokens[token]));

  const first = await openStory("ivs/encoder-1");
  let late: number;

  test("the first up mints beside the live token and keeps the secret's name; both tokens are good", async () => {
    scene.journal.take();
    const run = await first.stack.up();
    assert.deepEqual(run.steps, ["create encoder", "create encoder-token"]);
    assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200", "aws PutSecretValue"]);
    assert.deepEqual([await first.read(), await first.read("AWSPREVIOUS")], [1, first.scripts]);
    await good(first.scripts);
    await good(1);
    const { SecretList } = (await cli(["secretsmanager", "list-secrets"])) as {
      SecretList: { Name: string }[];
    };
    assert.deepEqual(
      SecretList.map(({ Name }) => Name),
      ["ivs/encoder-1"],
    );
  });

  test("up doesn't notice a late run of the script; its token is good too", async () => {
    late = await first.cron();
    assert.deepEqual((await first.stack.up()).steps, []);
    assert.equal(await first.read(), late);
    await good(late);
  });

  test("the next rotation makes the program's token current again", async () => {
    scene.clock.set(at(8.1));
    await first.stack.up();
    const newest = scene.tokens.length - 1;
    assert.deepEqual([await first.read(), await first.read("AWSPREVIOUS")], [newest, late]);
    await good(late);
  });

  test("the script's first token ends when it would have ended anyway", async () => {
    scene.clock.set(at(12.1));
    await assert.rejects(good(first.scripts), /The token expired/);
    await good(await first.read());
  });

  test("destroy leaves the secret and what is current in it", async () => {
    const current = await first.read();
    scene.journal.take();
    const run = await first.stack.destroy();
    assert.deepEqual(run.steps, ["delete encoder-token", "delete encoder"]);
    assert.deepEqual(scene.journal.take(), []);
    assert.equal(await first.read(), current);
  });

  // Secrets of their own: after a label was moved, moto's next PutSecretValue leaves two versions with AWSCURRENT.
  test("after a late run of the script up --refresh moves the label back, without a mint", async () => {
    scene.clock.set(new Date().toISOString());
    const { stack, cron, read } = await openStory("ivs/encoder-2");
    await stack.up();
    const own = await read();
    const theirs = await cron();
    scene.journal.take();
    const run = await stack.up(["--refresh"]);
    assert.ok(run.steps.includes("update encoder-token"));
    const calls = scene.journal.take().filter((line) => line !== "wire GetStage 200");
    assert.deepEqual(calls, ["aws UpdateSecretVersionStage"]);
    assert.deepEqual([await read(), await read("AWSPREVIOUS")], [own, theirs]);
    assert.deepEqual((await stack.up()).steps, []);
  });

  test("without versionStages up --refresh leaves the script's token current", async () => {
    const { stack, cron, read, program } = await openStory("ivs/encoder-3");
    await stack.declare(compiled(program.replace(/^.*versionStages.*\n/m, "")));
    await stack.up();
    const theirs = await cron();
    await stack.up(["--refresh"]);
    assert.equal(await read(), theirs);
  });
});
