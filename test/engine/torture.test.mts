import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import { kills } from "../../torture/parts/kills/part.mts";
import { model } from "../../torture/parts/model/part.mts";
import type { Row } from "../../torture/run/row.mts";
import { Run } from "../../torture/run/run.mts";

/** A slice of `npm run torture`, with a seed that stays. */
const slice = { seed: 12, steps: 30, kills: 10, parts: [], id: undefined, page: false } as const;

async function heldAll(part: (run: Run) => Promise<Row[]>): Promise<Row[]> {
  const run = new Run(slice);
  try {
    const rows = await part(run);
    assert.deepEqual(
      rows.flatMap(({ failures }) => failures),
      [],
    );
    return rows;
  } finally {
    await run.end();
    rmSync(dirname(run.logPath), { recursive: true });
  }
}

const times = (rows: readonly Row[], pattern: RegExp) =>
  rows.filter(({ tried }) => pattern.test(tried)).reduce((sum, row) => sum + row.times, 0);

test("30 random steps of the engine end as the model says, and no canary is found", async () => {
  const rows = await heldAll(model);
  assert.ok(times(rows, /^Random steps/) >= 30);
  assert.ok(times(rows, /looked for/) > 50, "files were scanned");
});

test("10 kills come right with the commands of the pages, and no canary is found", async () => {
  const rows = await heldAll(kills);
  assert.equal(times(rows, /^SIGKILL/), 10);
  assert.ok(times(rows, /looked for/) > 50, "files were scanned");
});
