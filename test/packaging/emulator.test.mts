import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { before, describe, type TestContext, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { CreateParticipantTokenCommand } from "@aws-sdk/client-ivs-realtime";
import type { Emulator } from "ivs-realtime-emulator";
import { client, stageArn } from "../support/emulators.mts";
import { environment } from "../support/environment.mts";
import { killedWithTests, killGroup } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { succeed, writeFiles } from "./support/files.mts";
import { emulatorDependency, install } from "./support/packed.mts";

const listening = "IVS Real-Time emulator listening on ";
const script = (load: string) => `${load}
(async () => {
  const emulator = await startEmulator({ clock: () => new Date(0) });
  console.log(emulator.url);
  await emulator.close();
})();
`;

describe("the emulator, installed from its tarball in an empty folder", { concurrency: 2 }, () => {
  const folder = temporaryFolder();

  before(async () => {
    await writeFiles(folder, {
      "package.json": { private: true, dependencies: await emulatorDependency() },
      "commonjs.cjs": script('const { startEmulator } = require("ivs-realtime-emulator");'),
      "module.mjs": script('import { startEmulator } from "ivs-realtime-emulator";'),
    });
    await install(folder);
  });

  for (const file of ["commonjs.cjs", "module.mjs"]) {
    test(`is started by a program: ${file}`, async () => {
      const { stdout } = await succeed(process.execPath, [file], { cwd: folder, env: environment() });
      assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\n$/);
    });
  }

  /** A shell that runs a line in that folder. */
  const shell = (t: TestContext, line: string, env: NodeJS.ProcessEnv = {}) => {
    const child = spawn("sh", ["-c", line], {
      cwd: folder,
      env: environment(env),
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    killedWithTests(child);
    t.after(() => killGroup(child, "SIGKILL"));
    const lines = createInterface({ input: child.stdout });
    const printed: AsyncIterator<string> = lines[Symbol.asyncIterator]();
    return {
      ended: once(child, "exit"),
      /** Resolves when nobody is left who could print: the emulator has ended too. */
      silent: once(child.stdout, "close", { signal: AbortSignal.timeout(60_000) }),
      next: async () => String((await printed.next()).value),
    };
  };
  const urlIn = (line: string) => {
    assert.ok(line.startsWith(listening), line);
    return line.slice(listening.length);
  };

  /** Mints a token as a program does that knows nothing of the emulator. */
  const mint = async (url: string) => {
    const command = new CreateParticipantTokenCommand({ stageArn });
    const { participantToken } = await client({ url } as Emulator).send(command);
    assert.match(String(participantToken?.token), /^eyJ/);
  };

  const platforms: [where: string, env: NodeJS.ProcessEnv][] = [
    ["this system", {}],
    ["a system without /proc, as macOS", { NODE_OPTIONS: "--import ./darwin.mjs" }],
  ];

  for (const [where, env] of platforms) {
    for (const signal of ["SIGTERM", "SIGKILL"]) {
      test(`ends when the npx that runs it is killed: ${signal}, on ${where}`, async (t) => {
        await writeFiles(folder, {
          "darwin.mjs": 'Object.defineProperty(process, "platform", { value: "darwin" });\n',
        });
        // The shell goes on: it isn't what ends the emulator.
        const line = "npx ivs-realtime-emulator --port 0 & echo $!; wait; exec sleep 300 >/dev/null";
        const { next, silent } = shell(t, line, env);
        const npx = Number(await next());
        const url = urlIn(await next());
        await mint(url);
        process.kill(npx, signal);
        await silent;
        await assert.rejects(fetch(url), /fetch failed/);
      });
    }
  }

  const background: [how: string, line: string][] = [
    ["npx", "npx ivs-realtime-emulator --port 0 & echo $!"],
    ["npx, which runs a script of several commands", "npx -c 'ivs-realtime-emulator --port 0 & echo $!'"],
    ["the command alone", `${join("node_modules", ".bin", "ivs-realtime-emulator")} --port 0 & echo $!`],
  ];
  for (const [how, line] of background) {
    test(`goes on when the shell that started it has ended: ${how}`, async (t) => {
      const { next, ended, silent } = shell(t, line);
      const [first, second] = [await next(), await next()];
      const [pid, url] = /^\d+$/.test(first) ? [first, urlIn(second)] : [second, urlIn(first)];
      await ended;
      // Nothing shows that it won't end later: four times as long as it takes to see that npx is gone.
      await setTimeout(2_000);
      await mint(url);
      process.kill(Number(pid), "SIGTERM");
      await silent;
    });
  }
});
