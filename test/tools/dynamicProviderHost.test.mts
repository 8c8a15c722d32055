import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const host = fileURLToPath(new URL("../../tools/setup/pulumi-resource-pulumi-nodejs", import.meta.url));

test("where the program's folder can't find the SDK, it says so and ends", (t) => {
  // Outside the repository, whose node_modules would be found from any folder below it.
  const folder = "/";
  if (spawnSync(process.execPath, ["-p", 'require.resolve("@pulumi/pulumi")'], { cwd: folder }).status === 0)
    t.diagnostic("this machine has the SDK at its root");
  const { status, stderr } = spawnSync(host, ["127.0.0.1:1"], {
    cwd: folder,
    encoding: "utf8",
    timeout: 10_000,
  });
  assert.equal(status, 1);
  assert.equal(
    stderr,
    "error: @pulumi/pulumi is not installed for the program in /: run npm install there\n",
  );
});

test("else it is the SDK's own host, which prints its port", async () => {
  const child = spawn(host, ["127.0.0.1:1"], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 60_000,
  });
  const [port] = await once(child.stdout, "data");
  child.kill();
  await once(child, "close");
  assert.match(String(port), /^\d+\n$/);
});
