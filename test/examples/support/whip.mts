import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createMediaServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { loopbackServer } from "../../support/servers.mts";

/** What happened at a {@link Whip}: `"POST 201"`, and the bearer token it came with. */
export interface Event {
  readonly what: string;
  readonly token: string;
}

/** A stand-in for a WHIP endpoint and the media behind it. */
export interface Whip {
  /** Redirects to another origin, as a global endpoint does to that of a region. */
  readonly url: string;
  /** The next event, once it has happened. */
  next(): Promise<Event>;
  /** Drops the connections of all who send media. */
  drop(): void;
  close(): Promise<void>;
}

/** Lets in whom `join` doesn't reject. */
export async function startWhip(join: (token: string) => Promise<void>): Promise<Whip> {
  const happened = new EventEmitter();
  const events: Event[] = [];
  const tell = (event: Event) => {
    events.push(event);
    happened.emit("event");
  };
  const sending = new Set<Socket>();
  const media = createMediaServer((socket) => {
    sending.add(socket.on("error", () => {}).on("close", () => sending.delete(socket)));
    tell({ what: "media", token: "" });
  });
  media.listen(0, "127.0.0.1");
  await once(media, "listening");
  const { port } = media.address() as { port: number };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    await text(request);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const good = await join(token).then(
      () => true,
      () => false,
    );
    const status = good ? (request.method === "POST" ? 201 : 200) : 401;
    response.writeHead(status, { location: "/session", "content-type": "application/sdp" });
    response.end(`v=0\r\nm=application ${port} TCP\r\n`);
    tell({ what: `${request.method} ${status}`, token });
  };
  const region = await loopbackServer(createServer(answer));
  const global = await loopbackServer(
    createServer((_, response) => response.writeHead(307, { location: `${region.url}/whip` }).end()),
  );
  return {
    url: global.url,
    async next() {
      while (events.length === 0) await once(happened, "event", { signal: AbortSignal.timeout(60_000) });
      return events.shift() as Event;
    },
    drop() {
      for (const socket of sending) socket.destroy();
    },
    async close() {
      await Promise.all([global.close(), region.close()]);
      for (const socket of sending) socket.destroy();
      media.close();
    },
  };
}
