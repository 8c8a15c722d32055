import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..", "..", "..", "examples");

/** The folders of examples/ that hold the file. */
export function examplesWith(file: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => name).filter((name) => existsSync(join(folder, name, file)));
}

/** Whether a range `^a.b.c` or `~a.b.c` takes a version `a.b.c`: as npm's semver has it. */
export function takes(range: string, version: string): boolean {
  const [, operator, ...from] = /^([\^~])(\d+)\.(\d+)\.(\d+)$/.exec(range) ?? [];
  const [, ...exact] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  if (from.length + exact.length !== 6) throw new Error(`Neither ${range} nor ${version} is for this`);
  // ~ lets the last number grow, ^ all that stand behind the first which isn't 0.
  const firm = operator === "~" ? 2 : Math.min(from.findIndex((part) => part !== "0") + 1 || 3, 3);
  const differing = exact.findIndex((part, index) => part !== from[index]);
  return differing === -1 || (differing >= firm && Number(exact[differing]) > Number(from[differing]));
}
