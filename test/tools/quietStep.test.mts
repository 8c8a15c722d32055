import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { quietStep } from "../../tools/shared/processes.mjs";

test("a step that takes too long ends with all that it started, and says so", async (t) => {
  t.mock.method(console, "error", () => {});
  // The pipes stay open as long as the sleep in the background holds them.
  const script = 'sleep 30 & echo "$!"; wait; wait; echo more';
  const started = Date.now();
  const error = await quietStep("Sleeping", "sh", ["-c", script], { timeoutMs: 600 }).catch(
    (caught) => caught,
  );
  assert.ok(Date.now() - started < 10_000, `${Date.now() - started} ms`);
  const [pid, reason] = error.message.split("\n");
  assert.equal(reason, "it took over 0.01 minutes");
  await t.waitFor(() => assert.match(stateOf(pid), /^Z|^$/), { timeout: 10_000 });
});

/** As `ps` tells it: Z is dead and not yet taken note of, nothing is gone. */
function stateOf(pid: string): string {
  return String(spawnSync("ps", ["-o", "stat=", "-p", pid]).stdout);
}

test("a step that fails says its last lines", async (t) => {
  t.mock.method(console, "error", () => {});
  const script = "seq 30; echo why >&2; exit 1";
  await assert.rejects(quietStep("Failing", "sh", ["-c", script]), ({ message }: Error) => {
    assert.equal(message.split("\n").length, 25);
    return message.includes("why");
  });
});
