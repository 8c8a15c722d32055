import { randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { stageArn } from "../../support/emulators.mts";
import { post, signed } from "../../support/signed.mts";
import { handshake } from "./events.mts";

const megabyte = 1024 * 1024;

/** As much JSON as one request may have. */
function filled(piece: string, before = "[", after = "]"): string {
  const times = Math.floor((megabyte - before.length - after.length) / (piece.length + 1));
  return before + Array.from({ length: times }, () => piece).join() + after;
}

const objects = filled("{}");
const capabilities = filled('""', `{"stageArn":"${stageArn}","capabilities":[`, "]}");
const configurations = filled('{"duration":0}', '{"participantTokenConfigurations":[', "]}");
const tags = Object.fromEntries(
  Array.from({ length: 50 }, (_, index) => [`${index}`.padEnd(128, "語"), "語".repeat(256)]),
);

/** What nobody should send, all kinds of it. Who hangs keeps a connection open: of those so many at once, then the oldest goes. */
export class Garbage {
  readonly #url: string;
  readonly #max: number;
  readonly #hanging: Socket[] = [];

  constructor(url: string, max: number) {
    this.#url = url;
    this.#max = max;
  }

  readonly kinds: Readonly<Record<string, () => Promise<unknown>>> = {
    "a megabyte of JSON without a signature": () => this.#unsigned(objects),
    "a megabyte of violations": () => post(this.#url, "CreateParticipantToken", capabilities),
    "thousands of wrong configurations": () => post(this.#url, "CreateStage", configurations),
    "a query that repeats itself": () => this.#unsigned("", `/x?${"a&".repeat(7_000)}`),
    "stages as large as they may be": () => post(this.#url, "CreateStage", { tags }),
    "a region of its own": () =>
      post(this.#url, "ListStages", {}, { region: randomBytes(12).toString("hex") }),
    "long headers": () => this.#unsigned("{}", "/ListStages", { "user-agent": "x".repeat(14_000) }),
    "a body in pieces of one byte, without an end": () =>
      this.#hang(`${head}transfer-encoding: chunked\r\n\r\n${"1\r\na\r\n".repeat(20_000)}`),
    "a body that stops before its end": () =>
      this.#hang(`${head}content-length: 1000000\r\n\r\n${"x".repeat(900_000)}`),
    "answers that nobody reads": () => this.#hang(this.#listStages().repeat(16)),
    "more requests than answers": () => this.#hang(this.#listStages().repeat(200)),
    "a connection that says nothing": () => this.#hang(""),
    "no HTTP": () => this.#hang(randomBytes(randomInt(1, 5_000))),
    "pings whose answers nobody reads": () =>
      this.#hang(Buffer.concat([events, ...frames(0x89, "x".repeat(100), 20_000)])),
    "a message in endless pieces": () =>
      this.#hang(Buffer.concat([events, ...frames(0x01, "x", 1), ...frames(0x00, "x", 20_000)])),
    "a message that stops before its end": () => this.#hang(Buffer.concat([events, longFrame])),
  };

  close(): void {
    for (const socket of this.#hanging) socket.destroy();
  }

  async #unsigned(body: string, path = "/CreateParticipantToken", headers = {}): Promise<void> {
    await (await fetch(this.#url + path, { method: "POST", body, headers })).text();
  }

  async #hang(bytes: string | Buffer): Promise<void> {
    const { hostname, port } = new URL(this.#url);
    // Paused: it never reads.
    const socket = connect({ host: hostname, port: Number(port) }).pause();
    socket.on("error", () => {}).write(bytes);
    this.#hanging.push(socket);
    if (this.#hanging.length > this.#max) this.#hanging.shift()?.destroy();
    await once(socket, "connect");
  }

  #listStages(): string {
    const body = '{"maxResults":100}';
    const headers = { ...signed(this.#url, "/ListStages", body), "content-length": String(body.length) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    return `${["POST /ListStages HTTP/1.1", ...lines, "", ""].join("\r\n")}${body}`;
  }
}

const head = "POST /CreateParticipantToken HTTP/1.1\r\nhost: x\r\n";

const events = Buffer.from(
  [
    "GET /events HTTP/1.1",
    "host: x",
    ...Object.entries(handshake).map(([name, value]) => `${name}: ${value}`),
    "sec-websocket-protocol: a",
    "",
    "",
  ].join("\r\n"),
);

/** So many frames of a client, masked with zeros. */
function frames(first: number, text: string, count: number): Buffer[] {
  const frame = Buffer.concat([Buffer.from([first, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
  return Array.from({ length: count }, () => frame);
}

/** The beginning of a megabyte. */
const longFrame = Buffer.concat([
  Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0]),
  Buffer.alloc(1_000_000),
]);
