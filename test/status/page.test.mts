import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { encrypted, exportOf, type Outputs, secretText, statusOf, token } from "./support/status.mts";

const now = "2031-05-01T08:00:00Z";

async function pageOf(t: Parameters<typeof temporaryFolder>[0], ...tokens: readonly Outputs[]) {
  const file = join(temporaryFolder(t), "tokens.html");
  const { status, stdout } = await statusOf(exportOf(...tokens), ["--html", file], { now });
  return { page: readFileSync(file, "utf8"), status, stdout, file };
}

test("the page says what the table says, with a bar for each part of a token's life", async (t) => {
  const { page, status, stdout } = await pageOf(t, token("host", { userId: "bob", rotateBefore: 300 }));
  assert.equal(status, 3);
  assert.match(stdout, /^host +bob/m);
  assert.match(page, /<title>Participant tokens of show\/prod<\/title>/);
  assert.match(page, /<span class="state due">due<\/span><b title="host">host<\/b>/);
  assert.match(page, /title="minted 2031-05-01T00:00:00Z, until 2031-05-01T07:00:00Z"/);
  assert.match(page, /title="due from 2031-05-01T07:00:00Z, expires 2031-05-01T12:00:00Z"/);
});

test("it needs no network and runs nothing", async (t) => {
  const { page } = await pageOf(t, token("host"));
  assert.match(page, /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/);
  assert.doesNotMatch(page, /<script|<link|<img|<iframe|https?:|url\(|@import|\bon\w+=/i);
});

test("names and inputs stay text, and secrets stay out", async (t) => {
  const hostile = `"><script>alert(1)</script><b onclick='x'>&\u202e`;
  const { page } = await pageOf(
    t,
    token(hostile, { userId: hostile, stageArn: encrypted, capabilities: [hostile] }),
  );
  assert.ok(!page.includes(secretText));
  assert.doesNotMatch(page, /<script|<b o|\u202e/);
  assert.match(page, />stage \[secret\]</);
  assert.match(page, /&lt;script>|&lt;script&gt;/);
});

test("a long name fills neither the page nor the file: what is cut is in its title, up to 1,000 characters", async (t) => {
  const [name, user] = ["x".repeat(5000), "y".repeat(2_000_000)];
  const { page } = await pageOf(t, token(name, { userId: user }));
  assert.ok(page.length < 20_000, String(page.length));
  assert.ok(page.includes(`<b title="${name.slice(0, 999)}…">${name.slice(0, 63)}…</b>`));
  assert.ok(page.includes(`<span title="${user.slice(0, 999)}…">${user.slice(0, 63)}…</span>`));
});

test("a stack without tokens and a token without times have a page too", async (t) => {
  assert.match((await pageOf(t)).page, /This stack has no tokens\./);
  const { page } = await pageOf(t, token("hidden", { expirationTime: encrypted }));
  assert.match(page, /<span class="state unknown">unknown<\/span><b title="hidden">hidden<\/b>/);
  assert.doesNotMatch(page, /class="life" style|NaN|Infinity/);
});

test("where the page can't be written, the status is an error that says why", async (t) => {
  const file = join(temporaryFolder(t), "none", "tokens.html");
  const { status, stderr, stdout } = await statusOf(exportOf(token("host")), ["--html", file], { now });
  assert.equal(status, 1);
  assert.match(stdout, /^host /m);
  assert.match(
    stderr,
    /^error: the page .*none\/tokens\.html was not written: its folder doesn't exist: create it first\n$/,
  );
});
