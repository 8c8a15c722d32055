import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { killedWithTests } from "./killedWithTests.mts";
import { killGroup } from "./killGroup.mts";

/** A running moto: AWS services on loopback, of which tests use STS. */
export interface Moto {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts moto at a free port with the Python that has `test/conformance/requirements.txt` installed. */
export async function startMoto(python: string): Promise<Moto> {
  const args = ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"];
  const env = { PATH: process.env.PATH, PYTHONUNBUFFERED: "1", AWS_EC2_METADATA_DISABLED: "true" };
  const child = spawn(python, args, { env, detached: true, stdio: ["ignore", "ignore", "pipe"] });
  killedWithTests(child);
  const closed = once(child, "close");
  const url = await running(createInterface({ input: child.stderr }));
  return {
    url,
    async close() {
      killGroup(child, "SIGKILL");
      await closed;
    },
  };
}

/** What it prints once it listens is the only place where it tells its port. */
async function running(lines: AsyncIterable<string> & NodeJS.EventEmitter): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    lines.on("line", (line: string) => {
      said.push(line);
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    lines.on("close", () => reject(new Error(`moto ended:\n${said.join("\n")}`)));
  });
}
