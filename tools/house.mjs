// `npm run house`: the figures of this repository's cut into files and functions, each beside its limit. `npm run house -- FOLDER`: those of another checkout.
import { resolve } from "node:path";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { main, root } from "./shared/script.mjs";

main(async ([folder]) => {
  await ensureDependencies(root);
  const { figuresOf } = await import("./house/figures.mjs");
  const figures = figuresOf(folder === undefined ? root : resolve(folder));
  const widths = /** @type {const} */ (["title", "value", "limit"]).map((column) =>
    Math.max(...figures.map((figure) => figure[column].length)),
  );
  for (const { title, value, limit, met, detail = [] } of figures) {
    const cells = [title, value, limit].map((cell, column) => cell.padEnd(widths[column] ?? 0));
    console.log(`${cells.join("   ")}   ${met ? "met" : "MISSED"}`);
    if (!met) for (const line of detail) console.log(`    ${line}`);
  }
  const missed = figures.filter(({ met }) => !met).length;
  console.log(missed === 0 ? "\nAll limits are met." : `\n${missed} of ${figures.length} limits are missed.`);
  return missed === 0 ? 0 : 1;
});
