import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { main, root, SetupError } from "../tools/shared/script.mjs";
import { clocks } from "./parts/clocks.mts";
import { disk } from "./parts/disk.mts";
import { kills } from "./parts/kills/part.mts";
import { model } from "./parts/model/part.mts";
import { names } from "./parts/names.mts";
import { outages } from "./parts/outages.mts";
import { states } from "./parts/states.mts";
import { type PartName, partNames, readOptions } from "./run/options.mts";
import { isScan, machine, type Part, pageOf } from "./run/page.mts";
import type { Row } from "./run/row.mts";
import { Run } from "./run/run.mts";

const parts: Readonly<Record<PartName, (run: Run) => Promise<Row[]>>> = {
  model,
  kills,
  outages,
  clocks,
  disk,
  names,
  states,
};

/** Those that mostly wait. */
const aside: readonly PartName[] = ["outages", "disk"];

main(async (args) => {
  const run = new Run(readOptions(args));
  const { seed, page } = run.options;
  const about = { seed, date: new Date().toISOString().slice(0, 10), machine: machine() };
  console.log(`Seed ${seed}. Every step: ${run.logPath}`);
  const found = await all(run).finally(() => run.end());
  if (run.options.id && found.every(({ rows }) => !rows.some(isTried)))
    throw new SetupError(`There is no case ${run.options.id}.`);
  const text = pageOf(about, found);
  console.log(`\n${text}`);
  if (page) await writeFile(join(root, "docs", "reliability.md"), text);
  return found.every(({ rows }) => rows.every(({ failures }) => failures.length === 0)) ? 0 : 1;
});

const isTried = ({ times, tried }: Row) => times > 0 && !isScan(tried);

/** Runs the parts: two at a time, for two cores, and beside them those that mostly wait. */
async function all(run: Run): Promise<Part[]> {
  const waiting = run.options.parts.filter((name) => !aside.includes(name));
  const found: Part[] = [];
  const lane = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) found.push(await one(run, name));
  };
  const waits = async (name: PartName) => {
    if (run.options.parts.includes(name)) found.push(await one(run, name));
  };
  await Promise.all([lane(), lane(), ...aside.map(waits)]);
  return found.toSorted((a, b) => partNames.indexOf(a.name) - partNames.indexOf(b.name));
}

async function one(run: Run, name: PartName): Promise<Part> {
  const begun = performance.now();
  const rows = await parts[name](run).catch((error) => [brokenOff(name, error)]);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const failed = rows.reduce((sum, { failures }) => sum + failures.length, 0);
  console.log(`• ${name}: ${seconds} s${failed > 0 ? `, ${failed} didn't hold` : ""}`);
  return { name, rows, seconds };
}

/** A part that broke off shows nothing of what it tried before. */
function brokenOff(name: PartName, error: Error): Row {
  const why = `the part broke off: ${error.stack ?? error}`;
  return { tried: name, times: 1, held: 0, ways: {}, failures: [{ id: name, why }] };
}
