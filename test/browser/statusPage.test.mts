import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { encrypted, exportOf, secretText, statusOf, token } from "../status/support/status.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { openBrowser, watchPage } from "./support/browser.mts";

const shots = join(import.meta.dirname, "..", "..", ".work", "browser");
const browser = await openBrowser();

test("the status page shows each token's life on one line of time, and asks for nothing but itself", async (t) => {
  const file = join(temporaryFolder(t), "tokens.html");
  const text = exportOf(
    token("fresh", { userId: "<b>bob</b>" }),
    token("due", { rotateBefore: 300, userId: encrypted }),
    token("expired", { issuedTime: "2031-04-30T12:00:00Z", expirationTime: "2031-05-01T06:00:00Z" }),
    token("kept", { autoRotate: false, rotationTime: undefined }),
  );
  await statusOf(text, ["--html", file], { now: "2031-05-01T08:00:00Z" });
  const page = await browser.newPage({ viewport: { width: 1100, height: 700 }, offline: true });
  const watched = await watchPage(page);
  await page.goto(String(pathToFileURL(file)));
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, "status.png"), fullPage: true });

  const rows = page.locator(".row:not(.axis)");
  assert.deepEqual(
    await rows.evaluateAll((all) => all.map((row) => row.querySelectorAll("b, .state").length)),
    [2, 2, 2, 2],
  );
  assert.deepEqual(await rows.locator("b").allTextContents(), ["expired", "due", "fresh", "kept"]);
  assert.deepEqual(await rows.locator(".state").allTextContents(), ["expired", "due", "fresh", "manual"]);
  assert.match(String(await rows.nth(2).textContent()), /user <b>bob<\/b>/);

  const box = async (row: number, part: string) => {
    const found = await rows.nth(row).locator(part).boundingBox();
    assert.ok(found, `${part} of row ${row} is to be seen`);
    return { start: found.x, end: found.x + found.width };
  };
  const now = (await box(0, "u")).start;
  const close = (one: number, other: number) => Math.abs(one - other) < 2;
  const [life, window] = [await box(2, ".life"), await box(2, ".window")];
  assert.ok(close(life.end, window.start), "the window begins where the token comes due");
  // Minted 8 h ago, due in 2 h, expires in 4 h.
  const hour = (life.end - life.start) / 10;
  assert.ok(close(now, life.start + 8 * hour) && close(window.end, now + 4 * hour));
  assert.ok((await box(0, ".window")).end < now, "one that has expired ends before now");
  const due = await box(1, ".window");
  assert.ok(due.start < now && now < due.end, "one that is due has now in its window");
  assert.equal(await rows.nth(3).locator(".window").count(), 0, "one that is never due has no window");

  assert.deepEqual([watched.urls.length, watched.lines], [1, []]);
  assert.ok(!(await page.content()).includes(secretText));
});
