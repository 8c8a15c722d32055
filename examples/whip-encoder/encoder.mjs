// node encoder.mjs FILE WHIP_URL COMMAND [ARGUMENT ...]
//
// Keeps a connection to a WHIP endpoint open until SIGTERM or SIGINT. COMMAND sends the media: it writes its SDP
// offer to its standard output and closes it, reads the answer from its standard input to the end, and exits when the
// connection is over. It never sees the token, which stands in FILE and is read anew for each connection.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

const [file, endpoint, command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error("Usage: node encoder.mjs FILE WHIP_URL COMMAND [ARGUMENT ...]");
const [shortest, longest] = [500, 60_000];
const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => stop.abort());

for (let pause = shortest; !stop.signal.aborted; ) {
  const since = performance.now();
  await connection().catch(({ message, cause }) => console.error(message, cause?.message ?? ""));
  // One that was over soon may as well have failed: the next waits twice as long.
  if (performance.now() - since > longest) pause = shortest;
  await sleep(pause, undefined, { signal: stop.signal }).catch(() => {});
  pause = Math.min(pause * 2, longest);
}

/** One connection, from its offer to its end. */
async function connection() {
  const media = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => media.once("close", resolve));
  const end = () => media.kill();
  stop.signal.addEventListener("abort", end);
  try {
    const [offer] = await Promise.all([text(media.stdout), once(media, "spawn")]);
    if (offer === "") throw new Error(`${command} made no offer`);
    const authorization = `Bearer ${await readToken()}`;
    const { session, answer } = await publish(offer, authorization);
    console.log("Connected");
    media.stdin.on("error", () => {}).end(answer);
    await ended;
    console.log("Disconnected");
    await request(session, { method: "DELETE", headers: { authorization } }).catch(() => {});
  } finally {
    stop.signal.removeEventListener("abort", end);
    end();
    await ended;
  }
}

async function readToken() {
  const token = /^IVS_TOKEN=([!-~]+)$/m.exec(await readFile(file, "utf8"))?.[1];
  if (token === undefined) throw new Error(`${file} has no IVS_TOKEN`);
  return token;
}

/** Sends the offer, also to where the endpoint redirects it. */
async function publish(offer, authorization, url = new URL(endpoint), redirects = 3) {
  const headers = { authorization, "content-type": "application/sdp" };
  const { status, ...response } = await request(url, { method: "POST", headers, body: offer });
  if (status === 401 || status === 403) {
    throw new Error(
      `${status}: the token in ${file} was refused. Has it expired, and did pulumi up run in time?`,
    );
  }
  const location = new URL(response.location, url);
  if (location.protocol !== url.protocol) throw new Error(`${url.host} leads to ${location.protocol}`);
  if (status === 201) return { session: location, answer: response.body };
  if (![307, 308].includes(status) || redirects === 0) throw new Error(`${url.host} answered ${status}`);
  return publish(offer, authorization, location, redirects - 1);
}

async function request(url, init) {
  // Where fetch follows a redirect by itself, it leaves the token out at another host.
  const signal = AbortSignal.timeout(10_000);
  const response = await fetch(url, { ...init, redirect: "manual", signal });
  const location = response.headers.get("location") ?? "";
  return { status: response.status, location, body: await response.text() };
}
