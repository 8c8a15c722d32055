import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { bounded } from "../support/processes.mts";
import { openScene, stageArn } from "../support/scene.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const scene = await openScene("inlineProgram");

/** A program of the Automation API, with its packages, in a folder from which nothing else is found. */
async function program(): Promise<string> {
  const folder = temporaryFolder();
  const repository = join(import.meta.dirname, "..", "..");
  for (const [name, target] of [
    ["pulumi-ivs-realtime", repository],
    ["@pulumi/pulumi", join(repository, "node_modules", "@pulumi", "pulumi")],
  ] as const) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
  const text = `
    const { LocalWorkspace } = require("@pulumi/pulumi/automation");
    const { ParticipantToken } = require("pulumi-ivs-realtime");
    const { main, folder } = process.env;
    if (folder) process.chdir(folder);
    const project = { stackName: "dev", projectName: "inline", program: async () => {
      new ParticipantToken("host", { stageArn: ${JSON.stringify(stageArn)} });
    } };
    const settings = main ? { projectSettings: { name: "inline", runtime: "nodejs", main } } : {};
    LocalWorkspace.createOrSelectStack(project, settings)
      .then((stack) => stack.up({ onOutput: (text) => process.stdout.write(text) }))
      .catch(() => { process.exitCode = 1; });
  `;
  await writeFile(join(folder, "program.js"), text);
  return folder;
}

test("a program of the Automation API that runs elsewhere: a warning names the folder, and main sets it right", async () => {
  const [folder, elsewhere] = [await program(), temporaryFolder()];
  const run = (cwd: string, env = {}) =>
    bounded(process.execPath, [join(folder, "program.js")], { cwd, env: { ...scene.environment(), ...env } });
  const failed = await run(elsewhere);
  assert.equal(failed.status, 1, failed.stdout);
  assert.match(
    failed.stdout,
    /warning: This program runs in \S+, from where pulumi-ivs-realtime can't be loaded/,
  );
  assert.match(failed.stdout, /Unless main in projectSettings \(Automation API\) names a folder/);
  assert.deepEqual(scene.tokens, []);

  const right = await run(elsewhere, { main: folder });
  assert.equal(right.status, 0, right.stdout);
  assert.equal(scene.tokens.length, 1);
  // The program can't see main.
  assert.match(right.stdout, /can't be loaded\. Unless main/);
  for (const there of [await run(folder), await run(elsewhere, { main: folder, folder })]) {
    assert.equal(there.status, 0, there.stdout);
    assert.doesNotMatch(there.stdout, /can't be loaded/);
  }
  assert.equal(scene.tokens.length, 1);
});
