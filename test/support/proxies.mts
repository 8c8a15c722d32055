import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { type Listening, loopbackServer } from "./servers.mts";

interface ProxyOptions {
  /** Ports of this machine that stand for others: `{ 443: 40123 }`. */
  readonly ports?: Readonly<Record<number, number>>;
  /** What it wants to be told, as `user:password`. Default: nothing. */
  readonly login?: string;
  /** Takes everything and never answers. */
  readonly silent?: boolean;
}

/** A forward proxy as companies have them: CONNECT for https, whole URLs for http. */
export interface ForwardProxy extends Listening {
  /** What it was asked for, in order: `CONNECT host:443`, `POST http://host/path`, with ` 407` where it refused. */
  readonly lines: readonly string[];
}

/** Starts one that takes 127.0.0.1 for every host, so that nothing leaves the machine. */
export async function startForwardProxy(options: ProxyOptions = {}): Promise<ForwardProxy> {
  const { ports = {}, login, silent = false } = options;
  const lines: string[] = [];
  const portOf = ({ url = "" }: IncomingMessage) => {
    const asked = Number(/^(?:http:\/\/)?[^/]*:(\d+)/.exec(url)?.[1] ?? 80);
    return ports[asked] ?? asked;
  };
  const admits = ({ method, url, headers }: IncomingMessage) => {
    const known = `Basic ${Buffer.from(login ?? "").toString("base64")}`;
    const admitted = login === undefined || headers["proxy-authorization"] === known;
    lines.push(`${method} ${url}${admitted ? "" : " 407"}`);
    return admitted;
  };
  const server = createServer((request, response) => {
    if (!admits(request)) response.writeHead(407, { "proxy-authenticate": "Basic" }).end();
    else if (!URL.canParse(request.url ?? "")) response.writeHead(400).end();
    else if (!silent) handOn(request, response, portOf(request));
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex) => {
    socket.on("error", () => {});
    if (!admits(request)) socket.end("HTTP/1.1 407 Login\r\nproxy-authenticate: Basic\r\n\r\n");
    else if (!silent) tunnel(socket, portOf(request));
  });
  return { ...(await loopbackServer(server)), lines };
}

function handOn(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { pathname } = new URL(request.url ?? "");
  const { "proxy-authorization": _, "proxy-connection": __, ...headers } = request.headers;
  const onward = send({ host: "127.0.0.1", port, method: request.method, path: pathname, headers });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  request.pipe(onward);
}

/** Joins a CONNECT's socket to a port of this machine. */
export function tunnel(socket: Duplex, port: number): void {
  const onward = connect(port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.pipe(onward).pipe(socket);
  });
  onward.on("error", () => socket.destroy());
  onward.on("close", () => socket.destroy());
  socket.on("close", () => onward.destroy());
}
