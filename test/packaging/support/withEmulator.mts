import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { killedWithTests, killGroup } from "../../support/processes.mts";

const limitMs = 300_000;
const firstLine = /^IVS Real-Time emulator listening on (http:\/\/127\.0\.0\.1:\d+)$/;

/** Runs something while the emulator of the package installed in a folder listens, as its command starts it. */
export async function withEmulator<T>(
  folder: string,
  env: NodeJS.ProcessEnv,
  run: (url: string) => Promise<T>,
): Promise<T> {
  const args = ["--no", "pulumi-ivs-realtime", "emulator", "--port", "0"];
  const child = spawn("npx", args, { cwd: folder, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  killedWithTests(child);
  // npx starts the command as a process of its own: the whole group.
  const timer = setTimeout(killGroup, limitMs, child, "SIGKILL");
  const [closed, complaint] = [once(child, "close"), text(child.stderr)];
  const lines = createInterface({ input: child.stdout });
  let result: T;
  try {
    const { value: line = "" } = await lines[Symbol.asyncIterator]().next();
    lines.resume();
    const [, url] = firstLine.exec(line) ?? [];
    assert.ok(url, `the emulator said: ${line || (await complaint)}`);
    result = await run(url);
  } finally {
    killGroup(child, "SIGTERM");
    await closed;
    clearTimeout(timer);
  }
  assert.doesNotMatch(await complaint, /\(node:\d+\)/, "Node has nothing to warn of");
  return result;
}
