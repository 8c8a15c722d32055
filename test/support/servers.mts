import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TestContext } from "node:test";
import { tunnel } from "./proxies.mts";

/** Where a server of a test listens, and its end. */
export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Lets a server listen at a free port of 127.0.0.1. Its end drops all that is open, tunnels too. */
export async function loopbackServer(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A proxy that knows no IVS: it answers everything with 404 and a page of its own. */
export async function startProxyPage(): Promise<{ url: string; count(): number; close(): void }> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(404, { "content-type": "text/html" }).end("<html><h1>Not Found</h1></html>");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, count: () => requests, close: () => server.close() };
}

/** Answers each path with what is given for it, as text or as JSON, and any other with a page of another status. */
export async function startFixedAnswers(
  t: TestContext,
  answers: Readonly<Record<string, unknown>>,
  admits: (path: string, headers: IncomingHttpHeaders) => boolean = () => true,
  otherwise = 404,
): Promise<Listening> {
  const server = createServer(({ url = "", headers }, response) => {
    const answer = admits(url, headers) ? answers[url] : undefined;
    response.writeHead(answer === undefined ? otherwise : 200, {
      "x-aws-ec2-metadata-token-ttl-seconds": "60",
    });
    response.end(typeof answer === "string" ? answer : (JSON.stringify(answer) ?? "<html>No</html>"));
  });
  const listening = await loopbackServer(server);
  t.after(() => listening.close());
  return listening;
}

/** Takes connections and hangs up on each. */
export async function startHangUpServer(t: TestContext): Promise<Listening> {
  const server = createServer();
  server.on("connection", (socket) => socket.destroy());
  const listening = await loopbackServer(server);
  t.after(() => listening.close());
  return listening;
}

/** A proxy that behaves like none, and how often it was asked. */
interface OddProxy extends Listening {
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

/** Answers each CONNECT with this status. */
export async function refusingConnect(t: TestContext, status: number): Promise<OddProxy> {
  return odd(t, (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`));
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
