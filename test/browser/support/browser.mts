import { after } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { findChromium } from "../../../tools/test/chromium.mjs";

const flags = [
  // Chromium's sandbox takes no root, and CI is root.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Nothing leaves this machine: no other name resolves, and no other address is asked for.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** A Chromium without a window that reaches 127.0.0.1 alone. It is closed when the test, or else the file, is over. */
export async function openBrowser(
  t: { after(close: () => Promise<void>): void } = { after },
): Promise<Browser> {
  const executablePath = findChromium(process.env);
  const browser = await chromium.launch({ executablePath, args: flags, timeout: 60_000 });
  t.after(() => browser.close());
  return browser;
}

/** What a page did so far: lists that grow. */
export interface Watched {
  /** All that it asked for, WebSockets included. */
  readonly urls: readonly string[];
  /** Of those what got an answer. */
  readonly answered: readonly string[];
  /** Why others got none. */
  readonly failures: readonly { readonly url: string; readonly reason: string }[];
  /** The subprotocols of the WebSockets that it opened. */
  readonly subprotocols: readonly string[];
  /** What it wrote to its console, and what it threw. */
  readonly lines: readonly string[];
}

/** Watches a page that hasn't loaded anything yet. */
export async function watchPage(page: Page): Promise<Watched> {
  const urls: string[] = [];
  const answered: string[] = [];
  const subprotocols: string[] = [];
  const lines: string[] = [];
  const failures: { url: string; reason: string }[] = [];
  page.on("request", (request) => urls.push(request.url()));
  page.on("response", (response) => answered.push(response.url()));
  page.on("requestfailed", (request) =>
    failures.push({ url: request.url(), reason: String(request.failure()?.errorText) }),
  );
  page.on("console", (message) => lines.push(message.text()));
  page.on("pageerror", (error) => lines.push(String(error.stack)));
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("Network.enable");
  protocol.on("Network.webSocketCreated", ({ url }) => urls.push(url));
  protocol.on("Network.webSocketWillSendHandshakeRequest", ({ request }) =>
    subprotocols.push(String(request.headers["Sec-WebSocket-Protocol"])),
  );
  return { urls, answered, failures, subprotocols, lines };
}
