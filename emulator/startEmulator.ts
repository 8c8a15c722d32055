import { once } from "node:events";
import type { Server } from "node:http";
import { assertStageArn } from "./assertStageArn.js";
import { createService } from "./createService.js";
import type { Emulator } from "./emulator.js";
import type { EmulatorOptions } from "./emulatorOptions.js";
import { exampleStage } from "./exampleStage.js";
import { Faults } from "./faults/withFaults.js";
import { eventsListener, webSocketsOnly } from "./http/events.js";
import { listener } from "./http/listener.js";
import { RequestLog } from "./http/request.js";
import { openServer } from "./http/server.js";
import { join } from "./join.js";
import { createTokenKey } from "./state/tokens.js";

/**
 * Starts a local IVS Real-Time.
 *
 * @throws TypeError if a stage ARN or a host of the certificate isn't one; the error of `net.Server` if the port is in use.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = "127.0.0.1", tls = false, stages: arns = [exampleStage] } = options;
  for (const arn of arns) assertStageArn(arn);
  const key = await createTokenKey();
  const { server, url, certificate, drop } = await openServer({ port, host, tls });
  const service = createService({ ...options, stages: arns }, url, key);
  const [faults, requests, closing] = [new Faults(), new RequestLog(), new AbortController()];
  const { log = () => {} } = options;
  server.on("request", listener({ service, faults, requests, log, closed: closing.signal }));
  const openEvents = eventsListener({ clock: service.clock, requests, log });
  server.on("upgrade", webSocketsOnly(server, openEvents));
  let closed: Promise<void> | undefined;
  return {
    url,
    certificate,
    requests: requests.entries,
    fault: (fault) => faults.ask(fault),
    join: (token) => join(token, { key, ...service }),
    close() {
      closed ??= close(server, closing, drop);
      return closed;
    },
  };
}

async function close(server: Server, closing: AbortController, drop: () => void): Promise<void> {
  closing.abort();
  const closed = once(server, "close");
  server.close();
  drop();
  await closed;
}
