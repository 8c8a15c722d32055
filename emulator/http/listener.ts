import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type Faults, withFaults } from "../faults/withFaults.js";
import { type Answer, errorAnswer, errors, ServiceError } from "../model/errors.js";
import { handleOperation, type Service } from "../operations/perform.js";
import type { Entry, RequestLog } from "./request.js";
import { readRequest } from "./request.js";

export interface ListenerParts {
  readonly service: Service;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly log: (line: string) => void;
  readonly closed: AbortSignal;
}

/** HTTP in, HTTP out: one line in the log for each request, and no request that takes the server down. */
export function listener(parts: ListenerParts): RequestListener {
  return (request, response) => {
    // Real time, as a stopwatch; the emulator's clock may stand still.
    const start = performance.now();
    exchange(request, parts)
      .catch((error) => ({
        operation: "UnreadableRequest",
        answer: failure(error, request.errored !== null),
        entry: undefined,
      }))
      .then(({ operation, answer, entry }) => {
        const status = sent(answer, response, parts.service.clock);
        if (entry) entry.status = status;
        parts.log(`${operation} ${status ?? "dropped"} ${Math.round(performance.now() - start)} ms`);
      })
      .catch((error) => process.emitWarning(`The log of the IVS Real-Time emulator failed: ${error}`));
  };
}

interface Exchange {
  readonly operation: string;
  readonly answer: Answer | undefined;
  readonly entry: Entry;
}

async function exchange(
  incoming: IncomingMessage,
  { service, faults, requests, closed }: ListenerParts,
): Promise<Exchange> {
  const request = await readRequest(incoming);
  const now = service.clock();
  const entry = requests.add(request, now);
  const { operation } = request;
  const answer = await withFaults(operation, faults, now, closed, () =>
    handleOperation(request, service),
  ).catch((error) => failure(error, closed.aborted));
  return { operation, answer, entry };
}

/** What is answered where something threw; nothing to a client that is gone or is being sent away. */
function failure(error: unknown, gone: boolean): Answer | undefined {
  if (gone) return undefined;
  const { name, message } =
    error instanceof ServiceError
      ? error
      : new ServiceError("InternalServerException", `The emulator failed: ${error}`);
  return errorAnswer(errors.status[name], name, message);
}

/** Sends an answer, or where that can't be sent, why. Returns the status that went out. */
function sent(answer: Answer | undefined, response: ServerResponse, clock: () => Date): number | undefined {
  try {
    send(answer, response, clock());
    return answer?.status;
  } catch (error) {
    const instead = failure(error, response.headersSent);
    send(instead, response, new Date());
    return instead?.status;
  }
}

function send(answer: Answer | undefined, response: ServerResponse, now: Date): void {
  if (answer === undefined) {
    response.destroy();
    return;
  }
  response.setHeaders(
    new Map([
      ["content-type", "application/json"],
      ["date", now.toUTCString()],
      ["x-amzn-requestid", randomUUID()],
      ["content-length", String(Buffer.byteLength(answer.body))],
    ]),
  );
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value === null) response.removeHeader(name);
    else response.setHeader(name, value);
  }
  response.writeHead(answer.status).end(answer.body);
}
