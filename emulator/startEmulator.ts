import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { assertStageArn } from "./assertStageArn.js";
import type { Emulator } from "./emulator.js";
import type { EmulatorOptions } from "./emulatorOptions.js";
import { exampleStage } from "./exampleStage.js";
import { Faults } from "./faults.js";
import { listen } from "./listen.js";
import { listener } from "./listener.js";
import { createMint } from "./mint.js";
import { RequestLog } from "./requestLog.js";
import { stageEndpoints } from "./stageEndpoints.js";
import { Stages } from "./stages.js";

/**
 * Starts a local IVS Real-Time.
 *
 * @throws TypeError if a stage ARN isn't one; the error of `net.Server` if the port is in use.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = "127.0.0.1", stages: arns = [exampleStage], log = () => {} } = options;
  const { clock = () => new Date(), credentials = { accessKeyId: "test", secretAccessKey: "test" } } =
    options;
  for (const arn of arns) assertStageArn(arn);
  const mint = await createMint(clock);
  const server = createServer();
  const url = await listen(server, port, host);
  const stages = new Stages(arns, stageEndpoints(url));
  const [faults, requests, closing] = [new Faults(), new RequestLog(), new AbortController()];
  const service = { stages, mint, credentials, clock };
  server.on("request", listener({ service, faults, requests, log, closed: closing.signal }));
  let closed: Promise<void> | undefined;
  return {
    url,
    requests: requests.entries,
    fault: (fault) => faults.ask(fault),
    close() {
      closed ??= close(server, closing);
      return closed;
    },
  };
}

async function close(server: Server, closing: AbortController): Promise<void> {
  closing.abort();
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
