import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { descendants } from "../support/descendants.mts";
import { killedWithTests } from "../support/killedWithTests.mts";
import { killGroup } from "../support/killGroup.mts";
import { openScene, stageArn } from "../support/scene.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { startWhip } from "./support/whip.mts";

const scene = await openScene("whip-encoder");
const stack = await scene.example("whip-encoder");
const whip = await startWhip((token) => scene.emulator.join(token));
after(() => whip.close());
const path = join(temporaryFolder(), "encoder.env");
const script = fileURLToPath(new URL("../../examples/whip-encoder/encoder.mjs", import.meta.url));
const media = join(import.meta.dirname, "support", "media.cjs");

await stack.configure({ "whip-encoder:stageArn": stageArn, "whip-encoder:path": path });
const created = await stack.up();

/** Starts the script on a token's file. */
function startEncoder(file: string) {
  const args = [script, file, whip.url, process.execPath, media];
  const env = { PATH: process.env.PATH };
  const encoder = spawn(process.execPath, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  killedWithTests(encoder);
  after(() => killGroup(encoder, "SIGKILL"));
  let printed = "";
  for (const stream of [encoder.stdout, encoder.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      printed += piece;
    });
  }
  return { process: encoder, ended: once(encoder, "close"), printed: () => printed };
}

const encoder = startEncoder(path);

test("it connects with the token from a file that its owner alone can read", async () => {
  assert.deepEqual(created.steps, ["create host", "create encoder"]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(await whip.next(), { what: "POST 201", token: scene.tokens[0] });
  assert.equal((await whip.next()).what, "media");
});

test("no token in the arguments or the environment of its processes", {
  skip: process.platform !== "linux" && "there is no /proc here",
}, () => {
  const pids = [Number(encoder.process.pid), ...descendants(Number(encoder.process.pid))];
  assert.equal(pids.length, 2);
  for (const pid of pids) {
    const seen = readFileSync(`/proc/${pid}/cmdline`, "utf8") + readFileSync(`/proc/${pid}/environ`, "utf8");
    assert.match(seen, /media\.cjs.*PATH=/s);
    assert.doesNotMatch(seen, /eyJ/);
  }
});

test("at a rotation the file is replaced between the new token and the end of the old one's resource", async () => {
  scene.clock.set("2031-05-06T00:00:00Z");
  assert.deepEqual((await stack.up()).steps, [
    "create-replacement host [expirationTime]",
    "update encoder",
    "delete-replaced host",
  ]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("a dropped connection is followed by one with the new token; the one of boot would be refused", async () => {
  scene.clock.set("2031-05-08T00:00:00Z");
  whip.drop();
  const [deleted, posted] = [await whip.next(), await whip.next()];
  // By now the token that opened the session has expired.
  assert.deepEqual(deleted, { what: "DELETE 401", token: scene.tokens[0] });
  assert.deepEqual(posted, { what: "POST 201", token: scene.tokens[1] });
  assert.equal((await whip.next()).what, "media");

  const atBoot = join(temporaryFolder(), "encoder.env");
  writeFileSync(atBoot, `IVS_TOKEN=${scene.tokens[0]}\n`);
  const other = startEncoder(atBoot);
  assert.deepEqual(await whip.next(), { what: "POST 401", token: scene.tokens[0] });
  other.process.kill("SIGTERM");
  assert.deepEqual(await other.ended, [0, null]);
  assert.ok(other.printed().startsWith(`401: the token in ${atBoot} was refused. Has it expired`));
});

test("a token that has expired is said to be refused, until pulumi up has replaced it", async () => {
  scene.clock.set("2031-05-14T00:00:00Z");
  whip.drop();
  assert.equal((await whip.next()).what, "DELETE 401");
  assert.deepEqual(await whip.next(), { what: "POST 401", token: scene.tokens[1] });
  await stack.up();
  let next = await whip.next();
  for (let tries = 0; next.what === "POST 401" && tries < 10; tries += 1) next = await whip.next();
  assert.deepEqual(next, { what: "POST 201", token: scene.tokens[2] });
  assert.equal((await whip.next()).what, "media");
  assert.ok(
    encoder.printed().includes(`401: the token in ${path} was refused. Has it expired`),
    encoder.printed(),
  );
});

test("SIGTERM deletes the session and ends it", async () => {
  encoder.process.kill("SIGTERM");
  assert.deepEqual(await whip.next(), { what: "DELETE 200", token: scene.tokens[2] });
  assert.deepEqual(await encoder.ended, [0, null]);
  assert.doesNotMatch(encoder.printed(), /eyJ/);
});

test("destroy takes the file away", async () => {
  assert.deepEqual((await stack.destroy()).steps, ["delete encoder", "delete host"]);
  assert.equal(existsSync(path), false);
});
