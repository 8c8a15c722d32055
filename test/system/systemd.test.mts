import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bounded } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { tool } from "./support/tool.mts";

const example = join(import.meta.dirname, "..", "..", "examples", "scheduled-rotation");
const { path, skip } = tool("systemd-analyze");

/** The example's units, with rotate.sh where the copy has it. */
function units(t: { after(remove: () => void): void }, change = (text: string) => text): string[] {
  const folder = temporaryFolder(t);
  cpSync(example, folder, { recursive: true });
  return ["rotate-tokens.service", "rotate-tokens.timer"].map((name) => {
    const text = readFileSync(join(example, "systemd", name), "utf8");
    writeFileSync(join(folder, name), change(text.replaceAll("/opt/scheduled-rotation", folder)));
    return join(folder, name);
  });
}

const analyze = (...args: readonly string[]) => bounded(path, args, { env: process.env });

test("systemd-analyze verify has nothing to say of the example's units", { skip }, async (t) => {
  const { status, stdout, stderr } = await analyze("verify", ...units(t));
  assert.deepEqual([status, stdout, stderr], [0, "", ""]);
  const wrong = units(t, (text) => text.replace("Persistent=", "Persistant="));
  assert.match((await analyze("verify", ...wrong)).stderr, /Unknown key .*'Persistant'/);
});

test("the service's exposure is low by systemd's own measure", { skip }, async (t) => {
  const measure = ["security", "--offline=true", "--no-pager", "--threshold=20"];
  const { status, stdout } = await analyze(...measure, String(units(t)[0]));
  assert.equal(status, 0, stdout);
  const [open] = units(t, (text) =>
    text.replace(/^(Protect|Restrict|DynamicUser|CapabilityBoundingSet).*$/gm, ""),
  );
  assert.notEqual((await analyze(...measure, String(open))).status, 0);
});
