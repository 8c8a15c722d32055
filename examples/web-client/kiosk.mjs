// Serves the page and the newest token to the kiosk's browser, and the token to nobody else on this machine.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [file = ".state/kiosk.env", port = "4600"] = process.argv.slice(2);
const tokenFile = resolve(file);
const startPage = join(dirname(tokenFile), "start.html");
// Another one at each start: while this server is down any user may listen at its port, and a page that is open tells
// that one its key.
const key = randomBytes(32).toString("base64url");

const webClient = fileURLToPath(import.meta.resolve("amazon-ivs-web-broadcast"));
const own = (name) => readFile(join(import.meta.dirname, name));
const files = {
  "/": [await own("page.html"), "text/html"],
  "/page.css": [await own("page.css"), "text/css"],
  "/page.js": [await own("page.js"), "text/javascript"],
  "/showStreams.js": [await own("showStreams.js"), "text/javascript"],
  "/amazon-ivs-web-broadcast.js": [await readFile(webClient), "text/javascript"],
};

const headers = {
  "cache-control": "no-store",
  // The web client starts workers from its own text, connects to hosts that its token names, and reports to AWS.
  // ws://127.0.0.1:* is for a local emulator alone: leave it out where the stage is AWS's.
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; " +
    "frame-ancestors 'none'; worker-src blob:; connect-src 'self' https: wss: ws://127.0.0.1:*",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const server = createServer(async (request, response) => {
  const { status, type = "text/plain", body } = await answer(request).catch(failed);
  response.writeHead(status, { ...headers, "content-type": `${type}; charset=utf-8` }).end(body);
});
try {
  server.listen(Number(port), "127.0.0.1");
  await once(server, "listening");
} catch ({ code, message }) {
  const reasons = { EADDRINUSE: `Port ${port} is in use`, ERR_SOCKET_BAD_PORT: `${port} is not a port` };
  console.error(`${reasons[code] ?? message}. With another: npm run kiosk -- FILE PORT`);
  process.exit(1);
}
server.on("error", ({ message }) => console.error(message));
const host = `127.0.0.1:${server.address().port}`;
await mkdir(dirname(startPage), { recursive: true, mode: 0o700 });
await writeStartPage();
console.log(`The kiosk's browser opens ${startPage}`);

async function answer({ method, url, headers }) {
  // A page of another site reaches this port under that site's name (DNS rebinding) or says its own origin.
  if (headers.host !== host || (headers.origin ?? `http://${host}`) !== `http://${host}`) {
    return { status: 403, body: "This is for the kiosk's own page." };
  }
  if (method !== "GET") return { status: 405, body: "There is nothing but GET." };
  if (url === "/token") return token(headers);
  if (!Object.hasOwn(files, url)) return { status: 404, body: "There is no such page." };
  const [body, type] = files[url];
  return { status: 200, type, body };
}

async function token({ authorization = "" }) {
  if (!same(authorization, `Bearer ${key}`)) {
    return {
      status: 401,
      body: `Open ${startPage} again: it has the key of this run of the kiosk's server.`,
    };
  }
  const text = await readFile(tokenFile, "utf8").catch((error) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const token = /^IVS_TOKEN=([!-~]+)$/m.exec(text)?.[1];
  if (token === undefined) return { status: 503, body: "There is no token yet: run pulumi up." };
  return { status: 200, type: "application/json", body: JSON.stringify({ token }) };
}

function failed({ message }) {
  console.error(message);
  return { status: 500, body: "The kiosk's server says why." };
}

function same(given, expected) {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Any user of this machine can reach the port, but only this one can read the page that brings the key. */
async function writeStartPage() {
  const text = `<!doctype html><meta http-equiv="refresh" content="0; url=http://${host}/#${key}">\n`;
  await rm(startPage, { force: true });
  await writeFile(startPage, text, { mode: 0o600, flag: "wx" });
  process.on("exit", () => rmSync(startPage, { force: true }));
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.once(signal, () => process.exit());
}
