import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { startEmulator } from "ivs-realtime-emulator";
import type { Page } from "playwright-core";
import { openScene, stageArn } from "../support/scene.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { openBrowser, type Watched, watchPage } from "./support/browser.mts";
import { startKiosk } from "./support/kiosk.mts";

const pictures = join(import.meta.dirname, "..", "..", ".work", "browser");
const example = join(import.meta.dirname, "..", "..", "examples", "web-client");
const day = 24 * 3600;
const scene = await openScene("browser-web-client");

test("the web client joins with the token of pulumi up, after a rotation with the new one, and with none that has expired", async (t) => {
  const stack = await scene.example("web-client");
  const tokenFile = join(temporaryFolder(t), "kiosk", "kiosk.env");
  await stack.configure({ "web-client:stageArn": stageArn, "web-client:tokenFile": tokenFile });
  await stack.up();
  const { startPage } = await startKiosk(t, stack.folder, tokenFile);
  const page = await (await openBrowser(t)).newPage({ viewport: { width: 800, height: 600 } });
  const watched = await watchPage(page);
  // The web client compares a token's expiration with the browser's clock.
  const move = async (seconds: number) => {
    scene.clock.move(seconds);
    await page.clock.setFixedTime(scene.clock());
  };

  await move(0);
  await page.goto(String(pathToFileURL(startPage)));
  await shows(page, "connected", "");
  assert.deepEqual(watched.subprotocols, [scene.tokens[0]]);
  await picture(page, "connected");

  await move(5 * day);
  await stack.up();
  assert.equal(scene.tokens.length, 2);
  await shows(page, "connected", "");
  assert.equal(watched.subprotocols.length, 1);
  await page.getByRole("button", { name: "Rejoin" }).click();
  await shows(page, "connecting", "");
  await shows(page, "connected", "");
  assert.deepEqual(watched.subprotocols.slice(1), [scene.tokens[1]]);

  await move(7 * day);
  await page.reload();
  await shows(page, "disconnected", "TOKEN_EXPIRED");
  assert.equal(watched.subprotocols.length, 2);
  await picture(page, "expired");
  await stack.up();
  await shows(page, "connected", "");
  assert.deepEqual(watched.subprotocols.slice(2), [scene.tokens[2]]);

  await move(5 * day);
  await stack.up();
  await scene.emulator.close();
  await shows(page, "connecting", "");
  const again = await startEmulator({ port: Number(new URL(scene.emulator.url).port) });
  t.after(() => again.close());
  await shows(page, "connected", "");
  assert.equal(watched.subprotocols.at(-1), scene.tokens[3]);

  const opened = scene.emulator.requests.filter(({ operation }) => operation === "OpenEvents");
  assert.deepEqual(
    opened.map(({ status }) => status),
    [101, 101, 101],
  );
  await staysHere(page, watched);
});

test("the page shows what others publish, until it ends or there is another stage", async (t) => {
  const tokenFile = join(temporaryFolder(t), "kiosk.env");
  await writeFile(tokenFile, "IVS_TOKEN=none\n");
  const { startPage } = await startKiosk(t, example, tokenFile);
  const page = await (await openBrowser(t)).newPage();
  const { lines } = await watchPage(page);
  const standIn = await readFile(join(import.meta.dirname, "support", "stage.js"), "utf8");
  await page.route("**/amazon-ivs-web-broadcast.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n{${standIn}}` });
  });
  // Not page.waitForFunction, whose eval the page's policy refuses.
  const does = (condition: string) =>
    page.evaluate(`new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("no frame in 30 s in which " + ${JSON.stringify(condition)})), 30000);
      const look = () => ${condition} ? resolve(clearTimeout(late)) : requestAnimationFrame(look);
      look();
    })`);
  const widths = "[...document.querySelectorAll('video')].map(({ videoWidth }) => videoWidth).join()";

  await page.goto(String(pathToFileURL(startPage)));
  await page.waitForURL("http://127.0.0.1:*/");
  await does("globalThis.stage !== undefined");
  await page.evaluate("stage.publishes({ id: 'alice' }, 64)");
  await page.evaluate("stage.publishes({ id: 'bob' }, 96)");
  await does(`${widths} === "64,96"`);
  await page.evaluate("stage.ends({ id: 'alice' }, document.querySelector('video'))");
  await does(`${widths} === "96"`);
  await page.evaluate("globalThis.before = stage");
  await page.getByRole("button", { name: "Rejoin" }).click();
  await does(`stage !== before && ${widths} === ""`);
  await page.evaluate("before.publishes({ id: 'bob' }, 96)");
  assert.equal(await page.evaluate(widths), "");
  assert.deepEqual(lines, []);
});

/** Waits until the page shows that state and that error. */
async function shows(page: Page, state: string, error: string): Promise<void> {
  const status = page.getByRole("status").filter({ hasText: new RegExp(`^${state}$`) });
  const alert = page.getByRole("alert").filter({ hasText: new RegExp(`^${error}$`) });
  const all = page.locator("main").filter({ has: status }).filter({ has: alert });
  await all.waitFor({ state: "attached", timeout: 60_000 });
}

/** What a page asks for beyond this machine isn't even looked up, and no token is to be read but in a handshake. */
async function staysHere(page: Page, { urls, answered, failures, lines }: Watched): Promise<void> {
  const outside = (url: string) => !/^(file|data):/.test(url) && new URL(url).hostname !== "127.0.0.1";
  assert.deepEqual(answered.filter(outside), []);
  assert.deepEqual(
    urls.filter((url) => url.startsWith("ws") && outside(url)),
    [],
  );
  // A reload gives up what is still being asked for.
  const reasons = failures.filter(({ url, reason }) => outside(url) && reason !== "net::ERR_ABORTED");
  for (const { url, reason } of reasons) assert.equal(reason, "net::ERR_NAME_NOT_RESOLVED", url);
  const shown = [...urls, ...lines, page.url(), await page.content()].join("\n");
  for (const token of scene.tokens) {
    for (const part of token.split(".").slice(1)) assert.equal(shown.includes(part), false);
  }
}

async function picture(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `web-client-${name}.png`) });
}
