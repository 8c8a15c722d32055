import { after } from "node:test";
import { type Browser, chromium } from "playwright-core";
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
