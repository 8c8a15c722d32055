import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { bounded } from "../support/processes.mts";
import { cli } from "./support/status.mts";

const { version } = createRequire(import.meta.url)("pulumi-ivs-realtime/package.json");

function run(...args: string[]) {
  return bounded(process.execPath, [cli, ...args], { env: process.env });
}

describe("the command line", () => {
  for (const [what, args, text] of [
    ["an unknown command", ["emulate"], /unknown command 'emulate'/],
    ["no command", [], /Usage: pulumi-ivs-realtime/],
  ] as const) {
    test(`refuses ${what} with status 2`, async () => {
      const { status, stdout, stderr } = await run(...args);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, text);
    });
  }

  test("prints help and version with status 0", async () => {
    const help = await run("--help");
    assert.deepEqual([help.status, help.stderr], [0, ""]);
    assert.match(help.stdout, /^ {2}status /m);
    assert.doesNotMatch(help.stdout, /emulator/);
    assert.deepEqual(await run("--version"), { status: 0, stdout: `${version}\n`, stderr: "" });
  });
});
