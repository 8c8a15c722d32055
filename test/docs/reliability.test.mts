import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pageOf } from "../../torture/run/page.mts";
import type { Row } from "../../torture/run/row.mts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "reliability.md"), "utf8");
const least = { "Random steps": 1000, Kills: 200 };

/** What a page of the torture may not show: too little, or something that didn't hold. */
function shortfalls(text: string): string[] {
  const totals = [...text.matchAll(/^\| (.+?) \| (\d+) \| (\d+) \| .*\|$/gm)];
  const triedOf = (part: string) => Number(totals.find(([, name]) => name === part)?.[2] ?? 0);
  const few = Object.entries(least).filter(([part, times]) => triedOf(part) < times);
  return [
    ...few.map(([part, times]) => `${part}: fewer than ${times}`),
    ...totals.filter(([, , tried, held]) => tried !== held).map(([, name]) => `${name}: not all held`),
    ...(/Didn't hold|\| \*\*/.test(text) ? ["something didn't hold"] : []),
  ];
}

test("the page shows at least 1,000 steps and 200 kills, and nothing that didn't hold", () => {
  assert.deepEqual(shortfalls(page), []);
});

const row = (times: number, held = times): Row => ({
  tried: "something",
  times,
  held,
  ways: { up: held },
  failures: held < times ? [{ id: "kills-1", why: "a reason | with\na second line" }] : [],
});
const made = (steps: Row, kills: Row) =>
  pageOf({ seed: 1, date: "2031-05-01", machine: ["a machine"] }, [
    { name: "model", rows: [steps], seconds: 1 },
    { name: "kills", rows: [kills], seconds: 1 },
  ]);

test("a page with too little, or with what didn't hold, is found", () => {
  assert.deepEqual(shortfalls(made(row(1000), row(200))), []);
  assert.deepEqual(shortfalls(made(row(999), row(199))), [
    "Random steps: fewer than 1000",
    "Kills: fewer than 200",
  ]);
  assert.deepEqual(shortfalls(made(row(1000), row(200, 199))), [
    "Kills: not all held",
    "something didn't hold",
  ]);
});

test("the page has the whole reason of what didn't hold", () => {
  assert.match(made(row(1000), row(200, 199)), /^ {4}kills-1: a reason \| with\n {8}a second line$/m);
});
