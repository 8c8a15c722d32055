import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { TestContext } from "node:test";
import { type Listening, loopbackServer } from "./loopbackServer.mts";
import { tunnel } from "./tunnel.mts";

/** A proxy that behaves like none, and how often it was asked. */
export interface OddProxy extends Listening {
  asked(): number;
}

/** Says to the first CONNECT something of its own before it hangs up, and lets the ones that follow through. */
export async function oddAtFirst(t: TestContext, says: string): Promise<OddProxy> {
  return odd(t, (request, socket, asked) => {
    if (asked === 1) socket.end(says);
    else tunnel(socket, Number(request.url?.split(":")[1]));
  });
}

/** Answers 407 as if it were AWS, and quotes the login back. */
export async function quotingLogin(t: TestContext): Promise<OddProxy> {
  return odd(t, ({ headers }, socket) => {
    const body = JSON.stringify({ message: `${headers["proxy-authorization"]} is refused` });
    const type = "content-type: application/json\r\nx-amzn-errortype: AccessDeniedException";
    socket.end(`HTTP/1.1 407 Login\r\n${type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  });
}

async function odd(
  t: TestContext,
  answer: (request: IncomingMessage, socket: Duplex, asked: number) => void,
): Promise<OddProxy> {
  let asked = 0;
  const onAsked = (request: IncomingMessage, socket: Duplex) => {
    socket.on("error", () => {});
    asked += 1;
    answer(request, socket, asked);
  };
  const server = createServer((request) => onAsked(request, request.socket)).on("connect", onAsked);
  const listening = await loopbackServer(server);
  t.after(() => listening.close());
  return { ...listening, asked: () => asked };
}
