import { readFileSync } from "node:fs";
import { start } from "../../support/processes.mts";

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
  const server = start(process.execPath, ["kiosk.mjs", tokenFile, String(port)], {
    cwd: folder,
    env: process.env,
  });
  const stop = () => server.stop("SIGTERM");
  t.after(stop);
  const [, startPage = ""] = await server.line(/^The kiosk's browser opens (.*)$/m);
  const [, url = "", key = ""] = /url=([^#]+)#([^"]+)"/.exec(readFileSync(startPage, "utf8")) ?? [];
  return { startPage, url, key, stop };
}
