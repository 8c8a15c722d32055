// node encoder.mjs FILE WHIP_URL COMMAND [ARGUMENT ...]
//
// Keeps a connection to a WHIP endpoint open until SIGTERM or SIGINT. COMMAND sends the media: it writes its SDP
// offer to its standard output and closes it, reads the answer from its standard input to the end, and exits when the
// connection is over. It never sees the token, which is in FILE and is read again for each connection.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

const [file, url = "", command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error("Usage: node encoder.mjs FILE WHIP_URL COMMAND [ARGUMENT ...]");
if (!/^https?:/.test(url) || !URL.canParse(url)) throw new Error(`${url} is no URL of a WHIP endpoint`);
const [shortest, longest] = [500, 60_000];
const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => stop.abort());

for (let pause = shortest; !stop.signal.aborted; ) {
  const since = performance.now();
  await connection().catch(({ message, cause }) => {
    if (!stop.signal.aborted) console.error(message, cause?.message ?? "");
  });
  // One that was over soon may as well have failed: the next waits twice as long.
  if (performance.now() - since > longest) pause = shortest;
  await sleep(pause, undefined, { signal: stop.signal }).catch(() => {});
  pause = Math.min(pause * 2, longest);
}

/** One connection, from its offer to its end. */
async function connection() {
  // Detached, it leads a process group: what it starts itself ends with it.
  const media = spawn(command, args, { detached: true, stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => media.once("exit", resolve));
  let ending;
  const end = () => {
    ending ??= endGroup(media.pid);
    return ending;
  };
  try {
    await once(media, "spawn");
    stop.signal.addEventListener("abort", end);
    const offer = await textOf(addAbortSignal(within(30_000), media.stdout)).catch((cause) => {
      throw new Error(`${command} made no whole offer:`, { cause });
    });
    if (offer === "") throw new Error(`${command} made no offer`);
    const authorization = `Bearer ${await readToken()}`;
    const { session, answer, headers } = await publish(offer, { authorization });
    console.log("Connected");
    media.stdin.on("error", () => {}).end(answer);
    await ended;
    console.log("Disconnected");
    await request(session, { method: "DELETE", headers, signal: AbortSignal.timeout(10_000) }).catch(
      () => {},
    );
  } finally {
    stop.signal.removeEventListener("abort", end);
    await end();
  }
}

/** Lets a process group go in its own time, but no longer than five seconds. */
async function endGroup(pid) {
  const send = (signal) => {
    try {
      return process.kill(-pid, signal);
    } catch {
      return false; // None is left.
    }
  };
  send("SIGTERM");
  for (let waits = 0; waits < 100 && send(0); waits += 1) await sleep(50);
  send("SIGKILL");
}

async function readToken() {
  const token = /^IVS_TOKEN=([!-~]+)$/m.exec(await readFile(file, "utf8"))?.[1];
  if (token === undefined) throw new Error(`${file} has no IVS_TOKEN`);
  return token;
}

/** Sends the offer, also to where the endpoint redirects it. */
async function publish(offer, headers, to = new URL(url), redirects = 3) {
  const { status, location, body } = await request(to, {
    method: "POST",
    headers: { ...headers, "content-type": "application/sdp" },
    body: offer,
    signal: within(10_000),
  });
  if (status === 401 || status === 403) {
    throw new Error(
      `${status}: the token in ${file} was refused. Has it expired, and did pulumi up run in time?`,
    );
  }
  if (![201, 307, 308].includes(status) || redirects === 0) throw new Error(`${to.host} answered ${status}`);
  if (location === null) throw new Error(`${to.host} answered ${status} without a Location`);
  const next = new URL(location, to);
  if (next.protocol !== to.protocol) throw new Error(`${to.host} leads to ${next.protocol}`);
  if (status !== 201) return publish(offer, headers, next, redirects - 1);
  // A session at another host than the one that was given the token isn't given it.
  return { session: next, answer: body, headers: next.host === to.host ? headers : {} };
}

async function request(to, init) {
  // Where fetch follows a redirect by itself, it leaves the token out at another host.
  const response = await fetch(to, { ...init, redirect: "manual" });
  const location = response.headers.get("location");
  return { status: response.status, location, body: await textOf(response.body ?? []) };
}

/** All of a stream, which is an SDP and no longer than those are. */
async function textOf(stream) {
  const pieces = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    pieces.push(piece);
    if (length > 100_000) throw new Error("Over 100 KB is no SDP");
  }
  return Buffer.concat(pieces).toString();
}

function within(milliseconds) {
  return AbortSignal.any([stop.signal, AbortSignal.timeout(milliseconds)]);
}
