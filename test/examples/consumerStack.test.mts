import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openScene, stageArn } from "../support/scene.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { secretMark } from "../support/wellKnown.mts";

const scene = await openScene("consumer-stack");
const producer = await scene.example("many-hosts");
const consumer = await scene.example("consumer-stack");
const path = join(temporaryFolder(), "encoder.env");
const held = () => /^IVS_TOKEN=(.+)$/m.exec(readFileSync(path, "utf8"))?.[1] ?? "";

/** From 00:00 of a day on, the producer has this one person, and the consumer takes that person's token. */
async function begin(day: string, host: { userId: string; rotateBefore: string }): Promise<void> {
  scene.clock.set(`${day}T00:00:00Z`);
  const hosts = [{ ...host, duration: "24h" }];
  await producer.configure({ "many-hosts:stageArn": stageArn, "many-hosts:hosts": hosts });
  await producer.up();
  await consumer.configure({
    "consumer-stack:producer": "organization/many-hosts/dev",
    "consumer-stack:userId": host.userId,
    "consumer-stack:path": path,
  });
  await consumer.up();
  assert.equal(held(), scene.tokens.at(-1));
}

test("the consumer writes the producer's token into a file of its owner's alone", async () => {
  await begin("2031-05-01", { userId: "alice", rotateBefore: "9h" });
  assert.equal(statSync(path).mode & 0o777, 0o600);
  await scene.emulator.join(held());
});

test("what the reference brings is secret in the consumer's state, and what is made of it is too", async () => {
  const { stdout } = await consumer.command(["stack", "export", "--stack", "dev"]);
  const { resources } = JSON.parse(stdout).deployment as { resources: { type: string; outputs: unknown }[] };
  const outputsOf = (type: string) => resources.find((resource) => resource.type === type)?.outputs;
  assert.partialDeepStrictEqual(outputsOf("pulumi:pulumi:StackReference"), {
    outputs: { tokens: { alice: secretMark } },
  });
  assert.partialDeepStrictEqual(outputsOf("pulumi-nodejs:dynamic:Resource"), { variables: secretMark });
});

const rotation = ["create-replacement alice [expirationTime]", "delete-replaced alice"];

test("a window of 9 h exceeds two gaps of 4 h: whenever the runs fall, the consumer holds a valid token", async () => {
  const old = held();
  // The worst case: due one second after a run of the producer, rotated one second after a run of the consumer.
  scene.clock.set("2031-05-01T14:59:59Z");
  await producer.up(["--expect-no-changes"]);
  scene.clock.set("2031-05-01T18:59:58Z");
  await consumer.up(["--expect-no-changes"]);
  scene.clock.set("2031-05-01T18:59:59Z");
  assert.deepEqual((await producer.up()).steps, rotation);

  scene.clock.set("2031-05-01T22:59:57Z");
  assert.equal(held(), old);
  assert.match((await consumer.fails("preview", ["--expect-no-changes"])).text, /no changes were expected/);
  // Its resource is long deleted. Nothing revokes a token.
  await scene.emulator.join(old);

  scene.clock.set("2031-05-01T22:59:58Z");
  assert.deepEqual((await consumer.up()).steps, ["update encoder"]);
  assert.equal(held(), scene.tokens.at(-1));
  assert.notEqual(held(), old);
  await scene.emulator.join(held());
});

test("a window of 6 h doesn't: the consumer is left with an expired token until its next run", async () => {
  await begin("2031-06-01", { userId: "bob", rotateBefore: "6h" });
  const old = held();
  scene.clock.set("2031-06-01T17:59:59Z");
  await producer.up(["--expect-no-changes"]);
  scene.clock.set("2031-06-01T21:59:58Z");
  await consumer.up(["--expect-no-changes"]);
  scene.clock.set("2031-06-01T21:59:59Z");
  await producer.up();

  scene.clock.set("2031-06-02T00:00:00Z");
  assert.equal(held(), old);
  await assert.rejects(scene.emulator.join(held()), /expired/);

  scene.clock.set("2031-06-02T01:59:58Z");
  await consumer.up();
  await scene.emulator.join(held());
});

test("a consumer that isn't on the producer's list gets an error that says so", async () => {
  const run = await consumer.fails("up", ["--config", "consumer-stack:userId=nobody"]);
  assert.match(run.text, /The producer has no token for nobody/);
});

test("a stack that can't decrypt the producer's secrets gets an error, and writes no file", async () => {
  const env = { PULUMI_CONFIG_PASSPHRASE: "another" };
  await consumer.command(["stack", "init", "other"], { env });
  const unread = join(temporaryFolder(), "encoder.env");
  const settings = { producer: "organization/many-hosts/dev", userId: "bob", path: unread };
  const config = Object.entries(settings).flatMap(([key, value]) => [
    "--config",
    `consumer-stack:${key}=${value}`,
  ]);
  const run = await consumer.command(["up", "--yes", "--skip-preview", "--stack", "other", ...config], {
    env,
  });
  assert.notEqual(run.status, 0);
  assert.match(run.text, /eliding undecryptable secrets.*The token for bob can't be decrypted here/s);
  assert.equal(existsSync(unread), false);
});

test("destroyed, the consumer takes its file along", async () => {
  assert.deepEqual(
    (await consumer.destroy()).steps.filter((step) => step.endsWith("encoder")),
    ["delete encoder"],
  );
  assert.equal(existsSync(path), false);
});
