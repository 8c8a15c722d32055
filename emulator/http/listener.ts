import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type Faults, withFaults } from "../faults/withFaults.js";
import { type Answer, errorAnswer, errors, ServiceError } from "../model/errors.js";
import { handleOperation, type Service } from "../operations/perform.js";
import { room, Share, type Space } from "../state/space.js";
import { noRoom, readRequest } from "./request.js";
import type { Entry, RequestLog } from "./requestLog.js";

export interface ListenerParts {
  readonly service: Service;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly traffic: Space;
  readonly log: (line: string) => void;
  readonly closed: AbortSignal;
}

/** HTTP in, HTTP out: one line in the log for each request, and no request that takes the server down. */
export function listener(parts: ListenerParts): RequestListener {
  const unanswered = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const ahead = (unanswered.get(socket) ?? 0) + 1;
    if (ahead > room.pipelined) {
      socket.destroy();
      return;
    }
    unanswered.set(socket, ahead);
    const share = new Share(parts.traffic);
    response.once("close", () => {
      unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1);
      share.end();
    });
    carryOut(request, response, share, parts);
  };
}

function carryOut(
  request: IncomingMessage,
  response: ServerResponse,
  share: Share,
  parts: ListenerParts,
): void {
  // Real time, as a stopwatch; the emulator's clock may stand still.
  const start = performance.now();
  exchange(request, share, parts)
    .catch((error) => ({
      operation: "UnreadableRequest",
      answer: failure(error, request.errored !== null),
      entry: undefined,
    }))
    .then(({ operation, answer, entry }) => {
      const status = sent(answer, response, share, parts.service.clock);
      if (entry) entry.status = status;
      parts.log(`${operation} ${status ?? "dropped"} ${Math.round(performance.now() - start)} ms`);
    })
    .catch((error) => process.emitWarning(`The log of the IVS Real-Time emulator failed: ${error}`));
}

interface Exchange {
  readonly operation: string;
  readonly answer: Answer | undefined;
  readonly entry: Entry;
}

async function exchange(
  incoming: IncomingMessage,
  share: Share,
  { service, faults, requests, closed }: ListenerParts,
): Promise<Exchange> {
  const request = await readRequest(incoming, share);
  const now = service.clock();
  const entry = requests.add(request, now);
  const { operation } = request;
  const answer = await withFaults(operation, faults, now, closed, () =>
    handleOperation(request, service),
  ).catch((error) => failure(error, closed.aborted));
  return { operation, answer, entry };
}

/** The answer, if there is room for it until it is read: it takes the place of the body. */
function withRoom(answer: Answer | undefined, share: Share): Answer | undefined {
  share.free();
  if (answer === undefined || share.take(2 * answer.body.length)) return answer;
  return failure(noRoom(share), false);
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
function sent(
  answer: Answer | undefined,
  response: ServerResponse,
  share: Share,
  clock: () => Date,
): number | undefined {
  try {
    const roomy = withRoom(answer, share);
    send(roomy, response, clock());
    return roomy?.status;
  } catch (error) {
    const instead = failure(error, response.headersSent);
    send(instead, response, new Date());
    return instead?.status;
  }
}

const unreadMs = 60_000;

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
  // Else who never reads would keep it for good.
  response.setTimeout(unreadMs, () => response.destroy());
}
