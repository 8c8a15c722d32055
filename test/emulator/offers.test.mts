import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, type TestContext, test } from "node:test";
import { WebSocket } from "ws";
import { writeFiles } from "../packaging/support/files.mts";
import { install } from "../packaging/support/packed.mts";
import { stageArn } from "../support/emulators.mts";
import { signed } from "../support/signed.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { commandLineUnder } from "./support/commandLine.mts";

/** The oldest that is supported. Until 22.21 and 24.9 Node takes whatever a request offers for an upgrade. */
const oldest = "22.12.0";

async function oldestNode(): Promise<string> {
  const folder = temporaryFolder();
  const project = { private: true, allowScripts: { node: true }, dependencies: { node: oldest } };
  await writeFiles(folder, { "package.json": project });
  await install(folder);
  return join(folder, "node_modules", "node", "bin", "node");
}

/** An emulator under another Node, and a client that keeps its one connection. */
async function running(t: TestContext, node: string, tls: boolean) {
  const file = join(temporaryFolder(), "ca.pem");
  const command = commandLineUnder(node, "--port", "0", ...(tls ? ["--tls", "--certificate", file] : []));
  t.after(() => command.child.kill("SIGTERM"));
  const url = (await command.firstLine()).replace("IVS Real-Time emulator listening on ", "");
  const ca = tls ? readFileSync(file) : undefined;
  const { Agent, request } = tls ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ...(ca && { ca }) });
  t.after(() => agent.destroy());
  const post = (path: string, headers: Record<string, string>) =>
    request(url + path, { method: "POST", agent, headers, timeout: 10_000 });
  return { ...command, url, ca, post };
}

/** What Java's HttpClient adds to a signed request. */
const offer = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAEAAEAA" };

/** A token's request that offers HTTP/2, and whose body comes in two parts. */
async function minted({ url, post }: Awaited<ReturnType<typeof running>>, userId: string) {
  const body = JSON.stringify({ stageArn, userId });
  const length = { "content-length": String(Buffer.byteLength(body)) };
  const sent = post("/CreateParticipantToken", {
    ...signed(url, "/CreateParticipantToken", body),
    ...offer,
    ...length,
  });
  await new Promise((resolve) => sent.write(body.slice(0, 5), resolve));
  sent.end(body.slice(5));
  const [response] = (await once(sent, "response")) as [http.IncomingMessage];
  const answer = JSON.parse(await text(response));
  return { status: response.statusCode, userId: answer.participantToken?.userId, reused: sent.reusedSocket };
}

describe("a request that offers another protocol", () => {
  const nodes = { "this Node": async () => process.execPath, [`Node ${oldest}`]: oldestNode };
  for (const [name, nodeOf] of Object.entries(nodes)) {
    test(`is the request that it is, under ${name}`, async (t) => {
      const node = await nodeOf();
      for (const tls of [false, true]) {
        const emulator = await running(t, node, tls);
        for (const [userId, reused] of [
          ["first", false],
          ["second", true],
        ] as const)
          assert.deepEqual(await minted(emulator, userId), { status: 200, userId, reused });
        const { url, ca, child, ended } = emulator;
        const client = new WebSocket(`${url.replace(/^http/, "ws")}/events`, "a", { ...(ca && { ca }) });
        await once(client, "open");
        child.kill("SIGTERM");
        const { status, out, err } = await ended();
        assert.deepEqual([status, err], [0, ""]);
        const lines = out.match(/^\w+ \d+(?= \d+ ms$)/gm);
        assert.deepEqual(lines, [
          "CreateParticipantToken 200",
          "CreateParticipantToken 200",
          "OpenEvents 101",
        ]);
      }
    });
  }
});
