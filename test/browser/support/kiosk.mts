import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { killedWithTests } from "../../support/processes.mts";

/** The server of examples/web-client at work. */
export interface Kiosk {
  /** The file that the kiosk's browser opens. */
  readonly startPage: string;
  readonly url: string;
  /** Without it there is no token. */
  readonly key: string;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts the server of the example in that folder. It ends with the test. */
export async function startKiosk(
  t: { after(stop: () => Promise<void>): void },
  folder: string,
  tokenFile: string,
  port = 0,
): Promise<Kiosk> {
  const child = spawn(process.execPath, ["kiosk.mjs", tokenFile, String(port)], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  killedWithTests(child);
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill();
    await ended;
  };
  t.after(stop);
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), "line", { signal: AbortSignal.timeout(30_000) }),
    ended.then(([status]) => Promise.reject(new Error(`kiosk.mjs ended with ${status}`))),
  ])) as [string];
  const startPage = line.replace("The kiosk's browser opens ", "");
  const [, url = "", key = ""] = /url=([^#]+)#([^"]+)"/.exec(readFileSync(startPage, "utf8")) ?? [];
  return { startPage, url, key, stop };
}
