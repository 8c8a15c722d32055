import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { main, SetupError } from "../tools/shared/script.mjs";
import { awsCli, byHand } from "./rows/alternatives.mts";
import { before } from "./rows/before.mts";
import { cold, unchanged } from "./rows/floor.mts";
import { imports, pace, stateBytes } from "./rows/single.mts";
import type { MissingRow, Row } from "./support/measure.mts";
import { table } from "./support/measure.mts";
import { conditions, root, type Setting, startService } from "./support/project.mts";

const questions: Record<string, (setting: Setting) => Promise<(Row | MissingRow)[]>> = {
  cold,
  unchanged,
  sdk: byHand,
  cli: awsCli,
  state: stateBytes,
  import: imports,
  pace,
  before,
};

main(async (args) => {
  const { quick, names, earlier } = options(args);
  const found = conditions();
  const service = await startService();
  const rows: (Row | MissingRow)[] = [];
  try {
    for (const name of names)
      rows.push(...((await questions[name]?.({ service, quick, before: earlier })) ?? []));
  } finally {
    await service.close();
  }
  const results = page(found, rows);
  console.log(`\n${results}`);
  // Part of the rows, or figures of two runs, would take the place of what holds.
  if (quick || names.length < Object.keys(questions).length) return 0;
  await writeFile(join(root, "bench", "RESULTS.md"), results);
  return 0;
});

function options(args: string[]) {
  const { values } = parseArgs({
    args,
    options: { quick: { type: "boolean" }, rows: { type: "string" }, before: { type: "string" } },
  });
  const names = values.rows?.split(",") ?? Object.keys(questions);
  const unknown = names.filter((name) => !Object.hasOwn(questions, name));
  if (unknown.length > 0)
    throw new SetupError(`There is no ${unknown.join(", ")}: --rows ${Object.keys(questions).join(",")}`);
  return { quick: values.quick === true, names, earlier: values.before && resolve(values.before) };
}

function page(found: readonly string[], rows: readonly (Row | MissingRow)[]): string {
  const lines = [
    "# What it costs",
    "",
    "Made by `npm run bench`; [what is compared and how](README.md). Figures are min / median / max.",
    "",
    ...found.map((line) => `- ${line}`),
    "",
    table(rows),
  ];
  return `${lines.join("\n")}\n`;
}
