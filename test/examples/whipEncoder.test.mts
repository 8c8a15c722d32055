import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { descendants, start } from "../support/processes.mts";
import { openScene, stageArn } from "../support/scene.mts";
import { loopbackServer } from "../support/servers.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { startWhip } from "./support/whip.mts";

const scene = await openScene("whip-encoder");
const stack = await scene.example("whip-encoder");
const whip = await startWhip((token) => scene.emulator.join(token));
after(() => whip.close());
const path = join(temporaryFolder(), "encoder.env");
const script = fileURLToPath(new URL("../../examples/whip-encoder/encoder.mjs", import.meta.url));
const media = join(import.meta.dirname, "support", "media.cjs");

await stack.configure({ "whip-encoder:stageArn": stageArn, "whip-encoder:path": path });
const created = await stack.up();

/** Starts the script on a token's file. */
function startEncoder(file: string, { url = whip.url, command = [process.execPath, media], env = {} } = {}) {
  const args = [script, file, url, ...command];
  const encoder = start(process.execPath, args, { env: { PATH: process.env.PATH, ...env } });
  after(() => encoder.stop());
  return encoder;
}

const encoder = startEncoder(path);

test("it connects with the token from a file that its owner alone can read", async () => {
  assert.deepEqual(created.steps, ["create host", "create encoder"]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(await whip.next(), { what: "POST 201", token: scene.tokens[0] });
  assert.equal((await whip.next()).what, "media");
});

test("no token in the arguments or the environment of its processes", {
  skip: process.platform !== "linux" && "there is no /proc here",
}, () => {
  const pids = [encoder.pid, ...descendants(encoder.pid)];
  assert.equal(pids.length, 2);
  for (const pid of pids) {
    const seen = readFileSync(`/proc/${pid}/cmdline`, "utf8") + readFileSync(`/proc/${pid}/environ`, "utf8");
    assert.match(seen, /media\.cjs.*PATH=/s);
    assert.doesNotMatch(seen, /eyJ/);
  }
});

test("at a rotation the file is replaced between the new token and the end of the old one's resource", async () => {
  scene.clock.set("2031-05-06T00:00:00Z");
  assert.deepEqual((await stack.up()).steps, [
    "create-replacement host [expirationTime]",
    "update encoder",
    "delete-replaced host",
  ]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("a dropped connection is followed by one with the new token; the one of boot would be refused", async (t) => {
  scene.clock.set("2031-05-08T00:00:00Z");
  whip.drop();
  const [deleted, posted] = [await whip.next(), await whip.next()];
  // By now the token that opened the session has expired.
  assert.deepEqual(deleted, { what: "DELETE 401", token: scene.tokens[0] });
  assert.deepEqual(posted, { what: "POST 201", token: scene.tokens[1] });
  assert.equal((await whip.next()).what, "media");

  const atBoot = join(temporaryFolder(), "encoder.env");
  writeFileSync(atBoot, `IVS_TOKEN=${scene.tokens[0]}\n`);
  const other = startEncoder(atBoot);
  assert.deepEqual(await whip.next(), { what: "POST 401", token: scene.tokens[0] });
  const refused = `401: the token in ${atBoot} was refused. Has it expired`;
  await t.waitFor(() => assert.ok(other.printed().startsWith(refused)), { interval: 20, timeout: 30_000 });
  other.signal("SIGTERM");
  assert.equal((await other.ended()).status, 0);
});

test("a token that has expired is said to be refused, until pulumi up has replaced it", async () => {
  scene.clock.set("2031-05-14T00:00:00Z");
  whip.drop();
  assert.equal((await whip.next()).what, "DELETE 401");
  assert.deepEqual(await whip.next(), { what: "POST 401", token: scene.tokens[1] });
  await stack.up();
  let next = await whip.next();
  for (let tries = 0; next.what === "POST 401" && tries < 10; tries += 1) next = await whip.next();
  assert.deepEqual(next, { what: "POST 201", token: scene.tokens[2] });
  assert.equal((await whip.next()).what, "media");
  assert.ok(
    encoder.printed().includes(`401: the token in ${path} was refused. Has it expired`),
    encoder.printed(),
  );
});

test("SIGTERM deletes the session and ends it", async () => {
  encoder.signal("SIGTERM");
  assert.deepEqual(await whip.next(), { what: "DELETE 200", token: scene.tokens[2] });
  assert.equal((await encoder.ended()).status, 0);
  assert.doesNotMatch(encoder.printed(), /eyJ/);
});

test("destroy takes the file away", async () => {
  assert.deepEqual((await stack.destroy()).steps, ["delete encoder", "delete host"]);
  assert.equal(existsSync(path), false);
});

/** A WHIP endpoint that answers so, what it was asked for, and an encoder that was started on it. */
async function tried(
  t: TestContext,
  answer: (response: ServerResponse) => void,
  settings: { command?: string[]; env?: Record<string, string> } = {},
) {
  const requests: string[] = [];
  const endpoint = await loopbackServer(
    createServer((request, response) => {
      requests.push(`${request.method} ${request.headers.authorization}`);
      request.resume().on("end", () => answer(response));
    }),
  );
  t.after(() => endpoint.close());
  const file = join(temporaryFolder(t), "encoder.env");
  writeFileSync(file, "IVS_TOKEN=the-token\n");
  const started = startEncoder(file, {
    command: shell("echo offer"),
    ...settings,
    url: `${endpoint.url}/whip`,
  });
  /** Waits until it, or its command, has printed that. */
  const prints = (pattern: RegExp) =>
    t.waitFor(() => assert.match(started.printed(), pattern), { interval: 20, timeout: 30_000 });
  const stopped = () => {
    started.signal("SIGTERM");
    return started.ended();
  };
  return { ...started, requests, prints, stopped };
}

const shell = (script: string) => ["/bin/sh", "-c", script];
const post = "POST Bearer the-token";
const session = (location: string) => (response: ServerResponse) => {
  response.writeHead(201, { location }).end("answer");
};

for (const [what, command] of [
  ["a command that ignores it", "trap '' TERM; echo offer; exec >&-; echo $$ >&2; while :; do sleep 1; done"],
  ["what the command started and that has its output", "(trap '' TERM; sleep 300) & echo $! >&2; echo offer"],
] as const) {
  test(`SIGTERM ends it, and ${what}`, async (t) => {
    const { prints, printed, stopped } = await tried(t, session("/session"), { command: shell(command) });
    await prints(/^\d+$/m);
    if (command.includes(">&-")) await prints(/^Connected$/m);
    assert.equal((await stopped()).status, 0);
    const pid = Number(/^\d+$/m.exec(printed())?.[0]);
    await t.waitFor(() => assert.ok(hasEnded(pid)), { interval: 20, timeout: 10_000 });
  });
}

test("SIGTERM within the offer: the half of it isn't sent", async (t) => {
  const command = shell("trap 'exit 0' TERM; echo half; echo started >&2; while :; do sleep 1; done");
  const { prints, stopped, requests } = await tried(t, session("/session"), { command });
  await prints(/^started$/m);
  assert.equal((await stopped()).status, 0);
  assert.deepEqual(requests, []);
});

test("SIGTERM while the offer has no answer yet ends it without waiting for one", async (t) => {
  const { requests, stopped, printed } = await tried(t, () => {});
  await t.waitFor(() => assert.deepEqual(requests, [post]), { interval: 20, timeout: 30_000 });
  assert.equal((await stopped()).status, 0);
  assert.equal(printed(), "");
});

test("an offer that doesn't end is given up", async (t) => {
  const hurry = "const { timeout } = AbortSignal; AbortSignal.timeout = (ms) => timeout(ms / 30);";
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hurry)}` };
  for (const [command, reason] of [
    ["echo offer; exec sleep 300", "The operation was aborted"],
    ["exec yes", "Over 100 KB is no SDP"],
  ] as const) {
    const { prints, requests, stopped } = await tried(t, () => {}, { command: shell(command), env });
    await prints(new RegExp(`^/bin/sh made no whole offer: ${reason}$`, "m"));
    await stopped();
    assert.deepEqual(requests, []);
  }
});

for (const [what, answer, line] of [
  [
    "a session without a place",
    (response) => response.writeHead(201).end("answer"),
    "201 without a Location",
  ],
  [
    "an answer without an end",
    (response) => endless().pipe(response.writeHead(201)),
    "Over 100 KB is no SDP",
  ],
] as readonly (readonly [string, (response: ServerResponse) => void, string])[]) {
  test(`${what} is an error, and deletes nothing`, async (t) => {
    const { prints, requests, stopped } = await tried(t, answer);
    await prints(new RegExp(`${line} $`, "m"));
    await stopped();
    assert.deepEqual([...new Set(requests)], [post]);
  });
}

test("a session at another host is not given the token", async (t) => {
  const deleted: unknown[] = [];
  const other = await loopbackServer(
    createServer(({ method, headers }, response) => {
      deleted.push([method, headers.authorization]);
      response.end();
    }),
  );
  t.after(() => other.close());
  const { stopped } = await tried(t, session(`${other.url}/session`));
  await t.waitFor(() => assert.ok(deleted.length > 0), { interval: 20, timeout: 30_000 });
  await stopped();
  assert.deepEqual(deleted[0], ["DELETE", undefined]);
});

for (const url of ["nonsense", "file:///etc/passwd", "https://"]) {
  test(`${url} as the endpoint ends it at once`, async () => {
    const { ended, printed } = startEncoder(path, { url });
    assert.equal((await ended()).status, 1);
    assert.ok(printed().includes(`Error: ${url} is no URL of a WHIP endpoint`), printed());
  });
}

function endless(): Readable {
  return Readable.from(
    (function* () {
      for (let pieces = 0; pieces < 1000; pieces += 1) yield "a".repeat(10_000);
    })(),
  );
}

/** One that nobody has waited for yet has ended too. */
function hasEnded(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
  }
}
