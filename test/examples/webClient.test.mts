import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { urlToHttpOptions } from "node:url";
import { type Kiosk, startKiosk } from "../browser/support/kiosk.mts";
import { bounded } from "../support/processes.mts";
import { openScene, stageArn } from "../support/scene.mts";
import { copyExample } from "../support/stack.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const day = 24 * 3600;
const scene = await openScene("example-web-client");

test("the kiosk's server gives out the newest token: the new one is there, then in the file, then the old one goes", async (t) => {
  const stack = await scene.example("web-client");
  const tokenFile = join(temporaryFolder(t), "kiosk", "kiosk.env");
  await stack.configure({ "web-client:stageArn": stageArn, "web-client:tokenFile": tokenFile });
  await stack.up();
  assert.equal(statSync(tokenFile).mode & 0o777, 0o600);
  assert.equal(statSync(join(tokenFile, "..")).mode & 0o777, 0o700);
  const kiosk = await startKiosk(t, stack.folder, tokenFile);
  assert.equal(await tokenOf(kiosk), scene.tokens[0]);

  scene.clock.move(5 * day);
  const rotation = await stack.up();
  assert.deepEqual(rotation.steps, [
    "create-replacement kiosk [expirationTime]",
    "update tokenFile",
    "delete-replaced kiosk",
  ]);
  assert.equal(scene.tokens.length, 2);
  assert.equal(await tokenOf(kiosk), scene.tokens[1]);
  assert.equal(statSync(tokenFile).mode & 0o777, 0o600);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);

  const elsewhere = join(temporaryFolder(t), "kiosk.env");
  await stack.configure({ "web-client:stageArn": stageArn, "web-client:tokenFile": elsewhere });
  await stack.up();
  assert.equal(existsSync(tokenFile), false);
  assert.match(readFileSync(elsewhere, "utf8"), new RegExp(`^IVS_TOKEN=${scene.tokens[1]}$`, "m"));

  await stack.destroy();
  assert.equal(existsSync(elsewhere), false);
  const { status, body } = await get(kiosk, "/token", withKey(kiosk));
  assert.deepEqual([status, body], [503, "There is no token yet: run pulumi up."]);
});

test("the kiosk's server keeps the token from all but the page that its own user opened", async (t) => {
  const kiosk = await serving(t);
  const key = withKey(kiosk);
  assert.equal(statSync(kiosk.startPage).mode & 0o777, 0o600);
  const { port } = new URL(kiosk.url);
  for (const [path, headers, status] of [
    ["/token", {}, 401],
    ["/token", { authorization: "Bearer " }, 401],
    ["/token", { authorization: `Bearer ${"a".repeat(43)}` }, 401],
    ["/token", { ...key, host: `kiosk.example:${port}` }, 403],
    ["/token", { ...key, host: `localhost:${port}` }, 403],
    ["/token", { ...key, origin: "https://kiosk.example" }, 403],
    ["/token", { ...key, origin: "null" }, 403],
    ["/", { host: `kiosk.example:${port}` }, 403],
    [`/token?key=${kiosk.key}`, {}, 404],
    ["/../kiosk.env", key, 404],
    ["/__proto__", key, 404],
    ["/token", { ...key, origin: `http://127.0.0.1:${port}` }, 200],
  ] as const) {
    const answer = await get(kiosk, path, headers);
    assert.equal(answer.status, status, path);
    assert.equal(answer.body.includes("the-token"), status === 200);
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.equal(answer.headers["access-control-allow-origin"], undefined);
  }
  assert.equal((await get(kiosk, "/token", key, "POST")).status, 405);
});

test("the kiosk's server serves the page, its parts and the web client", async (t) => {
  const kiosk = await serving(t);
  const page = await get(kiosk, "/");
  assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
  assert.match(String(page.headers["content-security-policy"]), /default-src 'none'; script-src 'self';/);
  const parts = [...page.body.matchAll(/(?:src|href)="([^":]+)"/g)].map(([, name]) => `/${name}`);
  assert.equal(parts.length, 3);
  for (const path of parts) {
    const { status, headers, body } = await get(kiosk, path);
    assert.deepEqual([status, body.length > 0], [200, true], path);
    // The web client has characters that are no ASCII: taken for another encoding it is no script.
    assert.match(String(headers["content-type"]), /^text\/(css|javascript); charset=utf-8$/);
  }
});

test("a key is good for one run of the kiosk's server, and start.html goes with it", async (t) => {
  const kiosk = await serving(t);
  await kiosk.stop();
  assert.equal(existsSync(kiosk.startPage), false);
  // What a run that was killed leaves, or somebody else put there.
  writeFileSync(kiosk.startPage, `<meta http-equiv="refresh" content="0; url=${kiosk.url}#${kiosk.key}">\n`);
  const again = await startKiosk(t, example, tokenFileOf(kiosk), Number(new URL(kiosk.url).port));
  assert.equal(again.url, kiosk.url);
  const { status, body } = await get(again, "/token", withKey(kiosk));
  assert.deepEqual(
    [status, body],
    [401, `Open ${kiosk.startPage} again: it has the key of this run of the kiosk's server.`],
  );
  assert.equal(await tokenOf(again), "the-token");
});

test("before the first pulumi up the kiosk's server runs, and says that there is no token yet", async (t) => {
  const folder = join(temporaryFolder(t), "state");
  const kiosk = await startKiosk(t, example, join(folder, "kiosk.env"));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const { status, body } = await get(kiosk, "/token", withKey(kiosk));
  assert.deepEqual([status, body], [503, "There is no token yet: run pulumi up."]);
});

test("a port that is in use or invalid ends the kiosk's server with a line that says so", async (t) => {
  const { port } = new URL((await serving(t)).url);
  const file = join(temporaryFolder(t), "kiosk.env");
  for (const [given, line] of [
    [port, `Port ${port} is in use`],
    ["abc", "abc is not a port"],
  ] as const) {
    const ended = await bounded(process.execPath, ["kiosk.mjs", file, given], {
      cwd: example,
      env: process.env,
    });
    assert.deepEqual(ended, {
      status: 1,
      stdout: "",
      stderr: `${line}. With another: npm run kiosk -- FILE PORT\n`,
    });
  }
});

test("a token file that can't be read is an answer of 500, one without a token of 503, and neither its end", async (t) => {
  const kiosk = await serving(t);
  await rm(tokenFileOf(kiosk));
  await mkdir(tokenFileOf(kiosk));
  const unreadable = await get(kiosk, "/token", withKey(kiosk));
  assert.deepEqual([unreadable.status, unreadable.body], [500, "The kiosk's server says why."]);
  await rm(tokenFileOf(kiosk), { recursive: true });
  writeFileSync(tokenFileOf(kiosk), "{}");
  assert.equal((await get(kiosk, "/token", withKey(kiosk))).status, 503);
});

test("the kiosk's server needs the example's files at its start alone", async (t) => {
  const folder = join(scene.folders.all, "without-css");
  await copyExample("web-client", folder);
  const kiosk = await startKiosk(t, folder, join(temporaryFolder(t), "kiosk.env"));
  await rm(join(folder, "page.css"));
  assert.equal((await get(kiosk, "/page.css")).status, 200);
});

const example = join(import.meta.dirname, "..", "..", "examples", "web-client");
const tokenFileOf = ({ startPage }: Kiosk) => join(startPage, "..", "kiosk.env");
const withKey = ({ key }: Kiosk) => ({ authorization: `Bearer ${key}` });

/** The example's server with a token that nobody minted. */
async function serving(t: TestContext): Promise<Kiosk> {
  const file = join(temporaryFolder(t), "kiosk.env");
  writeFileSync(file, "# id\nIVS_TOKEN=the-token\n");
  return startKiosk(t, example, file);
}

async function tokenOf(kiosk: Kiosk): Promise<string> {
  const { status, body } = await get(kiosk, "/token", withKey(kiosk));
  assert.equal(status, 200, body);
  return JSON.parse(body).token;
}

/** Unlike `fetch`, takes a path as it is, and any Host and Origin. */
async function get({ url }: Kiosk, path: string, headers: Record<string, string> = {}, method = "GET") {
  const sent = request({ ...urlToHttpOptions(new URL(url)), path, headers, method, timeout: 10_000 }).end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}
