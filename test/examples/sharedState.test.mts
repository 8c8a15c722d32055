import assert from "node:assert/strict";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { holdAnswers } from "../support/emulators.mts";
import { bounded, type Ended } from "../support/processes.mts";
import { startUp } from "../support/run.mts";
import { openScene } from "../support/scene.mts";
import { findSecrets } from "../support/secrets.mts";
import type { Stack } from "../support/stack.mts";
import { startMoto } from "../support/sts.mts";
import { mark } from "../support/witnessProvider.cjs";

const python = process.env.CONFORMANCE_PYTHON;
const skip = python === undefined && "CONFORMANCE_PYTHON isn't set: no Python with moto, so no S3";
const s3 = python === undefined ? undefined : await startMoto(python);
after(() => s3?.close());

const scene = await openScene("shared-state", {
  environment: {
    PULUMI_BACKEND_URL: `s3://state?endpoint=${s3?.url}&s3ForcePathStyle=true&region=us-east-1`,
    HOME: join(import.meta.dirname, "..", "..", ".work", "engine", "shared-state", "home"),
  },
});
const other = join(scene.folders.all, "other-machine");
const locked = /error: the stack is currently locked by 1 lock\(s\)/;
// A machine that finds the other's lock reads it to name its owner. Where the lock has gone by then, its run fails with the
// bucket's own words (checkForLock in pulumi's pkg/backend/diy/lock.go).
const lockedOrJustFreed = new RegExp(
  `${locked.source}|error: [^]*NoSuchKey: The specified key does not exist`,
);
const mint = "wire CreateParticipantToken 200";
let stack: Stack;

before(async () => {
  if (s3 === undefined) return;
  assert.equal((await fetch(`${s3.url}/state`, { method: "PUT" })).status, 200);
  stack = await scene.stack(
    "shared-state",
    `const host = new ParticipantToken("host", { stageArn, duration: "12h" });
     new Witness("bot", { sees: host.token });
     exports.participantId = host.participantId;`,
  );
  await stack.up();
  await cp(stack.folder, join(other, "project"), { recursive: true });
  scene.journal.take();
});

/** `pulumi` on the other machine: its own home, its own copy of the project, the same state. */
async function there(verb: string, args: readonly string[] = []): Promise<Ended & { text: string }> {
  const all = [verb, "--yes", "--skip-preview", "--stack", "dev", "--non-interactive", "--color", "never"];
  const env = { ...scene.environment(), HOME: other, PULUMI_HOME: join(other, ".pulumi") };
  const ended = await bounded("pulumi", [...all, ...args], { cwd: join(other, "project"), env });
  const text = `${ended.stdout}\n${ended.stderr}`;
  await writeFile(`${scene.nextRecord("other-machine", verb)}.txt`, text);
  return { ...ended, text };
}

const here = () => stack.command(["up", "--yes", "--skip-preview", "--stack", "dev"]);

/** Both machines agree on this state. */
async function settled(): Promise<void> {
  const ended = await there("up", ["--expect-no-changes"]);
  assert.equal(ended.status, 0, ended.text);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  const exported = await stack.command(["stack", "export", "--stack", "dev"]);
  const { resources } = JSON.parse(exported.stdout).deployment as {
    resources: { urn: string; id?: string; delete?: boolean; outputs?: { seen?: string } }[];
  };
  const named = (name: string) => resources.filter(({ urn }) => urn.endsWith(`::${name}`));
  const [host, bot] = [named("host"), named("bot")];
  assert.deepEqual([host.length, bot.length], [1, 1]);
  assert.equal(bot[0]?.outputs?.seen, mark(scene.tokens.at(-1)));
}

test("another machine sees the token that is there, and mints none", { skip }, async () => {
  const ended = await there("up", ["--expect-no-changes"]);
  assert.equal(ended.status, 0, ended.text);
  assert.deepEqual(scene.journal.take(), []);
});

test("while one machine rotates the other says that the stack is locked, and its next run has nothing to do", {
  skip,
}, async (t) => {
  scene.clock.set("2031-05-01T08:00:00Z");
  const door = await holdAnswers(scene.emulator);
  t.after(() => door.close());
  const first = startUp(scene, stack, door.url);
  await door.waiting(1);
  const second = await there("up");
  assert.match(second.text, locked);
  assert.equal(second.status, 1);
  door.release();
  const { status } = await first.ended();
  assert.equal(status, 0, first.printed());
  assert.deepEqual(scene.journal.take(), [mint, `bot update ${mark(scene.tokens.at(-1))}`]);
  await settled();
  assert.deepEqual(scene.journal.take(), []);
});

for (const hours of [16, 24, 32]) {
  test(`two machines that start at once mint one token, ${hours} h on`, { skip }, async () => {
    scene.clock.set(new Date(Date.parse("2031-05-01T00:00:00Z") + hours * 3_600_000).toISOString());
    const race = await Promise.all([here(), there("up")]);
    for (const { status, text } of race) if (status !== 0) assert.match(text, lockedOrJustFreed);
    const minted = scene.journal.take().filter((line) => line === mint).length;
    assert.ok(minted <= 1);
    // Where each saw the other's lock, neither has rotated, and the next run does.
    const next = await there("up");
    assert.equal(next.status, 0, next.text);
    const later = scene.journal.take().filter((line) => line === mint).length;
    assert.equal(minted + later, 1);
    await settled();
  });
}

async function object(key: string): Promise<Uint8Array> {
  // moto asks of the one who reads no more than some signature.
  const headers = { authorization: "AWS4-HMAC-SHA256 Credential=test/20310501/us-east-1/s3/aws4_request" };
  const answer = await fetch(`${s3?.url}/state/${key}`, { headers });
  assert.equal(answer.status, 200);
  return answer.bytes();
}

test("nothing in the bucket holds a token in plaintext, and no lock is left", { skip }, async () => {
  const bucket = join(scene.folders.all, "bucket");
  const listed = await (await fetch(`${s3?.url}/state?list-type=2`)).text();
  const keys = [...listed.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = ""]) => key);
  for (const key of keys) {
    await mkdir(dirname(join(bucket, key)), { recursive: true });
    await writeFile(join(bucket, key), await object(key));
  }
  assert.ok(keys.includes(".pulumi/stacks/shared-state/dev.json"), keys.join("\n"));
  assert.deepEqual(
    keys.filter((key) => key.includes("/locks/")),
    [],
  );
  const tokens = new Map(scene.tokens.map((token, index) => [`token ${index}`, token.split(".")[2] ?? ""]));
  assert.equal(tokens.size, 5);
  assert.deepEqual(await findSecrets(bucket, tokens), []);
  // The scan does see what is there.
  const { participantId } = await stack.outputs();
  assert.notDeepEqual(await findSecrets(bucket, new Map([["the participant", String(participantId)]])), []);
});
