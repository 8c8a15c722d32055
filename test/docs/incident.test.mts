import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { before, test } from "node:test";
import { outside } from "../conformance/support/clients.mts";
import { bounded, type Ended } from "../support/processes.mts";
import { openScene, stageArn } from "../support/scene.mts";
import type { Stack } from "../support/stack.mts";
import { installPackage } from "../support/stack.mts";
import { mark } from "../support/witnessProvider.cjs";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs", "incident.md"), "utf8");
/** The command that stands in the page's text, between two of its own. */
const [unprotect = ""] = /(?<=`)pulumi state unprotect [^`]+/.exec(page) ?? [];
/** The page's commands that are still to be run, in its order. */
const blocks = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = ""]) => block);

const environment: NodeJS.ProcessEnv = {
  PATH: [dirname(String(process.env.CONFORMANCE_PYTHON)), process.env.PATH].join(delimiter),
  // In place of the person who confirms each `pulumi up`.
  PULUMI_SKIP_CONFIRMATIONS: "true",
  PROTECTED: "true",
};
const scene = await openScene("incident", { environment });
const program = `const arn = new pulumi.Config().require("stageArn");
  const host = new ParticipantToken("host", { stageArn: arn, duration: "12h" }, { protect: process.env.PROTECTED === "true" });
  const kiosk = new ParticipantToken("kiosk", { stageArn: arn, duration: "12h" });
  new Witness("bot", { sees: host.token });
  exports.host = host.token;
  exports.kiosk = kiosk.token;`;

outside("the commands of docs/incident.md, in order", {}, () => {
  const values: Record<string, string> = { STACK: "dev", REGION: "us-west-2", STAGE_ARN: stageArn };
  let stack: Stack;
  let leaked = "";
  let disconnect = "";

  before(async () => {
    atPresent();
    stack = await scene.stack("incident", program);
    await installPackage(stack.folder);
    await stack.configure({ "incident:stageArn": stageArn });
    await stack.up();
    leaked = (await tokens()).host;
    await scene.emulator.join(leaked);
  });

  test("1: status names all that the later steps ask for, and no secret", async () => {
    const { stdout } = await succeeds(nextBlock());
    const found = JSON.parse(stdout).tokens.find(({ name }: { name: string }) => name === "host");
    const { id, outputs } = (await stack.state()).get("host");
    assert.deepEqual(
      [found.urn, found.participantId, found.stageArn, found.expirationTime],
      [stack.urn("host"), id, stageArn, outputs.expirationTime],
    );
    const [, payload = ""] = leaked.split(".");
    assert.equal(JSON.parse(Buffer.from(payload, "base64url").toString()).jti, id);
    Object.assign(values, { URN: found.urn, PARTICIPANT_ID: found.participantId });
  });

  test("2: the rotation takes those along that use the token; the leaked one still joins", async () => {
    const { kiosk } = await tokens();
    const rotate = nextBlock();
    const forbidden = await run(rotate);
    assert.match(forbidden.stdout, /currently marked for protection/);
    await succeeds(unprotect);
    environment.PROTECTED = "false";
    scene.journal.take();
    await succeeds(rotate);
    const now = await tokens();
    assert.deepEqual(scene.journal.take(), [
      "wire CreateParticipantToken 200",
      `bot update ${mark(now.host)}`,
    ]);
    assert.notEqual(now.host, leaked);
    assert.equal(now.kiosk, kiosk);
    await scene.emulator.join(now.host);
    await scene.emulator.join(leaked);
  });

  test("3: its participant is disconnected, and can join again", async () => {
    disconnect = nextBlock();
    await succeeds(disconnect);
    await isNotFound(disconnect);
    await scene.emulator.join(leaked);
    await succeeds(disconnect);
  });

  test("3: a participant that never joined is a 404, and its token stays valid", async () => {
    const { kiosk } = await tokens();
    const { id = "" } = (await stack.state()).get("kiosk");
    await isNotFound(disconnect, { PARTICIPANT_ID: id });
    await scene.emulator.join(kiosk);
  });

  test("4: a stage that is deleted takes all of its tokens along, and those of the new one join", async () => {
    const old = await tokens();
    const { stdout } = await succeeds(nextBlock());
    values.NEW_STAGE_ARN = stdout.trim();
    scene.journal.take();
    await succeeds(nextBlock());
    const now = await tokens();
    assert.deepEqual(
      scene.journal.take().filter((line) => !line.startsWith("wire CreateParticipantToken 200")),
      [`bot update ${mark(now.host)}`, "wire DeleteStage 200"],
    );
    for (const token of [leaked, old.host, old.kiosk]) {
      await assert.rejects(scene.emulator.join(token), /stage .* no longer exists/);
    }
    for (const token of [now.host, now.kiosk]) await scene.emulator.join(token);
  });

  test("6: the old passphrase doesn't read the state any more, and every token is rotated", async () => {
    const old = await tokens();
    const passphrase = "what the drill changes it to";
    await succeeds(nextBlock(), passphrase);
    await assert.rejects(tokens(), /incorrect passphrase/);
    environment.PULUMI_CONFIG_PASSPHRASE = passphrase;
    assert.deepEqual(await tokens(), old);
    scene.journal.take();
    await succeeds(nextBlock());
    const now = await tokens();
    assert.deepEqual(scene.journal.take().sort(), [
      `bot update ${mark(now.host)}`,
      "wire CreateParticipantToken 200",
      "wire CreateParticipantToken 200",
    ]);
    assert.notEqual(now.host, old.host);
    assert.notEqual(now.kiosk, old.kiosk);
  });

  test("the page has no command that wasn't run", () => assert.deepEqual(blocks, []));

  async function tokens(): Promise<{ host: string; kiosk: string }> {
    return (await stack.outputs()) as { host: string; kiosk: string };
  }

  /** Runs a block of the page with values in place of its capitals. */
  async function run(
    block: string,
    others: Readonly<Record<string, string>> = {},
    input = "",
  ): Promise<Ended> {
    atPresent();
    const filled = block.replaceAll(
      /\b[A-Z]+(_[A-Z]+)*\b/g,
      (name) => ({ ...values, ...others })[name] ?? name,
    );
    const options = { cwd: stack.folder, env: scene.environment(), input };
    const ended = await bounded("sh", ["-ec", filled], options);
    await writeFile(
      `${scene.nextRecord("incident", "page")}.txt`,
      `${filled}\n${ended.stdout}\n${ended.stderr}`,
    );
    return ended;
  }

  async function succeeds(block: string, input = ""): Promise<Ended> {
    const ended = await run(block, {}, input && `${input}\n`);
    assert.equal(ended.status, 0, `${block}\n${ended.stdout}\n${ended.stderr}`);
    return ended;
  }

  async function isNotFound(block: string, others: Readonly<Record<string, string>> = {}): Promise<void> {
    const { status, stderr } = await run(block, others);
    assert.notEqual(status, 0);
    assert.match(stderr, /\(ResourceNotFoundException\) when calling the DisconnectParticipant operation/);
  }
});

function nextBlock(): string {
  return blocks.shift() ?? assert.fail("the page has no more commands");
}

/** The AWS CLI signs by the machine's clock and no other, and the emulator refuses what is five minutes off. */
function atPresent(): void {
  scene.clock.set(new Date().toISOString());
}
