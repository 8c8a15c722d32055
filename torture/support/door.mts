import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What becomes of a request: `lost` and `half` are carried out, and the answer doesn't arrive whole. */
export type Trouble =
  | { readonly kind: "reset" | "lost" | "half" }
  | { readonly kind: "error"; readonly status: number; readonly name: string; readonly message: string };

/** A door between the provider and an emulator. */
export interface Door {
  readonly url: string;
  readonly port: number;
  /** Where requests go. */
  target: string;
  /** What becomes of the next requests, one after the other; later ones pass. */
  next: Trouble[];
  /** What becomes of every request until it is taken away. */
  all: Trouble | undefined;
  /** Changes the headers of what is answered. */
  rewrite: (headers: IncomingHttpHeaders) => IncomingHttpHeaders;
  /** Called when a request came in, before anything becomes of it. */
  onRequest: (path: string) => void;
  close(): void;
}

export async function openDoor(): Promise<Door> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const door: Door = {
    url: `http://127.0.0.1:${port}`,
    port,
    target: "",
    next: [],
    all: undefined,
    rewrite: (headers) => headers,
    onRequest() {},
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  server.on("request", async (asked, answered) => {
    const { method, url = "/", headers } = asked;
    const trouble = door.next.shift() ?? door.all;
    try {
      const body = await buffer(asked);
      door.onRequest(url);
      if (trouble?.kind === "reset") answered.destroy();
      else if (trouble?.kind === "error") refuse(answered, trouble);
      // The headers as they came, Host among them: they are signed.
      else await answer(door, answered, trouble, await forward(door, { method, url, headers, body }));
    } catch {
      // Either side was killed, which is what this is for.
      answered.destroy();
    }
  });
  return door;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function forward(
  { target }: Door,
  asked: { method: string | undefined; url: string; headers: IncomingHttpHeaders; body: Buffer },
): Promise<Answer> {
  const { method, headers } = asked;
  const forwarded = request(new URL(asked.url, target), { method, headers }).end(asked.body);
  const [answer] = await once(forwarded, "response");
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}

async function answer(door: Door, answered: ServerResponse, trouble: Trouble | undefined, from: Answer) {
  if (trouble?.kind === "lost") {
    answered.destroy();
    return;
  }
  answered.writeHead(from.status ?? 502, door.rewrite(from.headers));
  if (trouble?.kind !== "half") {
    answered.end(from.body);
    return;
  }
  answered.write(from.body.subarray(0, Math.floor(from.body.length / 2)), () => answered.destroy());
}

function refuse(answered: ServerResponse, { status, name, message }: Trouble & { kind: "error" }): void {
  const headers = { "content-type": "application/json", "x-amzn-errortype": name };
  // This machine's time isn't the scene's, and the SDK would go by it.
  answered.sendDate = false;
  answered.writeHead(status, headers).end(JSON.stringify({ message }));
}

/** Errors of the service, as it words them. */
export const refusals = {
  unavailable: {
    kind: "error",
    status: 503,
    name: "ServiceUnavailableException",
    message: "Service unavailable",
  },
  throttled: { kind: "error", status: 429, name: "ThrottlingException", message: "Rate exceeded" },
  quota: { kind: "error", status: 402, name: "ServiceQuotaExceededException", message: "too many tokens" },
  expired: {
    kind: "error",
    status: 403,
    name: "ExpiredTokenException",
    message: "The security token included in the request is expired",
  },
} as const satisfies Record<string, Trouble>;
