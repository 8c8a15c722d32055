import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sourcesIn } from "./sources.mjs";

/**
 * @typedef {import("./sources.mjs").Source} Source
 * @typedef {object} Figure
 * @property {string} title
 * @property {string} value
 * @property {string} limit
 * @property {boolean} met
 * @property {string[]} [detail] what to look at where it isn't met
 */

const folders = /** @type {const} */ (["provider", "emulator", "cli", "tools", "bench", "torture"]);
const mostFiles = { provider: 56, emulator: 36, cli: 20, tools: 38, bench: 16, torture: 22 };
const mostFlat = 12;
const lengths = { median: [60, 130], p90: 220 };
/** As they were when files were merged into rooms: rooms grow, functions don't. */
const functionLengths = { median: 8, p90: 19, longest: 51 };
const longestPaths = {
  create: 8,
  rotate: 3,
  setting: 6,
  error: 5,
  "emulator request": 10,
  "add an input": 4,
};
const mostTests = 185;
const mostSupports = 65;
const mostPackages = 58;

/** Every figure that this repository holds itself to, beside its limit. @param {string} root a checkout @returns {Figure[]} */
export function figuresOf(root) {
  const sources = Object.fromEntries(folders.map((folder) => [folder, sourcesIn(root, folder)]));
  const all = Object.values(sources).flat();
  return [
    ...folders.map((folder) =>
      atMost(`files in ${folder}/`, sources[folder]?.length ?? 0, mostFiles[folder]),
    ),
    flatFiles(all),
    ...fileLengths([...(sources.provider ?? []), ...(sources.emulator ?? [])]),
    ...folders.map((folder) => functions(folder, sources[folder] ?? [])),
    cycles("import cycles between files", fileImports(all)),
    cycles("import cycles between folders", folderImports(all)),
    ...pathFigures(root),
    ...testFiles(root),
    atMost("packages of a production install", productionPackages(root).length, mostPackages),
  ];
}

/** @param {string} title @param {number} value @param {number} limit @param {string[]} [detail] @returns {Figure} */
function atMost(title, value, limit, detail = []) {
  return { title, value: String(value), limit: `at most ${limit}`, met: value <= limit, detail };
}

/** @param {Source[]} sources */
function flatFiles(sources) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { folder } of sources) counts[folder] = (counts[folder] ?? 0) + 1;
  const [[fullest, count] = ["none", 0]] = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return atMost(`files flat in one folder (${fullest}/)`, count, mostFlat);
}

/** @param {Source[]} sources @returns {Figure[]} */
function fileLengths(sources) {
  const lines = sources.map((source) => source.lines);
  const [low = 0, high = 0] = lengths.median;
  const median = quantile(lines, 0.5);
  return [
    {
      title: "median file of provider/ and emulator/, in lines",
      value: String(median),
      limit: `${low} to ${high}`,
      met: median >= low && median <= high,
    },
    atMost("p90 of them", quantile(lines, 0.9), lengths.p90),
  ];
}

/** @param {string} folder @param {Source[]} sources @returns {Figure} */
function functions(folder, sources) {
  const all = sources.flatMap((source) => source.functions);
  const found = { median: quantile(all, 0.5), p90: quantile(all, 0.9), longest: Math.max(0, ...all) };
  const { median, p90, longest } = functionLengths;
  return {
    title: `functions in ${folder}/ (${all.length}): median, p90, longest`,
    value: Object.values(found).join(", "),
    limit: `at most ${median}, ${p90}, ${longest}`,
    met: found.median <= median && found.p90 <= p90 && found.longest <= longest,
  };
}

/** The smallest value that a share of all values don't exceed. @param {number[]} values @param {number} share */
function quantile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;
}

/** @param {Source[]} sources @returns {Map<string, string[]>} */
function fileImports(sources) {
  return new Map(sources.map(({ path, imports }) => [path, imports.map(({ module }) => module)]));
}

/** @param {Source[]} sources @returns {Map<string, string[]>} */
function folderImports(sources) {
  const folderOf = new Map(sources.map(({ path, folder }) => [path, folder]));
  /** @type {Map<string, string[]>} */
  const found = new Map(sources.map(({ folder }) => [folder, []]));
  for (const { folder, imports } of sources) {
    const others = imports
      .flatMap(({ module }) => folderOf.get(module) ?? [])
      .filter((other) => other !== folder);
    found.get(folder)?.push(...others);
  }
  return found;
}

/** @param {string} title @param {Map<string, string[]>} imports @returns {Figure} */
function cycles(title, imports) {
  const found = findCycles(imports);
  return atMost(title, found.length, 0, found);
}

/**
 * A cycle for each import that leads back to what it is reached from.
 *
 * @param {Map<string, string[]>} imports @returns {string[]}
 */
export function findCycles(imports) {
  /** @type {string[]} */
  const found = [];
  const done = new Set();
  /** @param {string} node @param {string[]} way */
  const walk = (node, way) => {
    for (const next of new Set(imports.get(node))) {
      const start = way.indexOf(next);
      if (start >= 0) found.push([...way.slice(start), next].join(" > "));
      else if (!done.has(next)) walk(next, [...way, next]);
    }
    done.add(node);
  };
  for (const node of imports.keys()) if (!done.has(node)) walk(node, [node]);
  return found;
}

/** @typedef {{ name: string, files: string[] }} Way */

/**
 * The ways through the house that CONTRIBUTING.md describes: a heading that ends with the name of the way in
 * brackets, and below it a numbered list of files.
 *
 * @param {string} text @returns {Way[]}
 */
export function waysIn(text) {
  const page = /^## Where do I change X$(.*?)(?=^## |$(?![\s\S]))/ms.exec(text)?.[1] ?? "";
  return page
    .split(/^### /m)
    .slice(1)
    .map((part) => ({
      name: /\(([^)]+)\)$/.exec(part.split("\n")[0] ?? "")?.[1] ?? "",
      files: [...part.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = ""]) => file),
    }));
}

/** @param {string} root @returns {Figure[]} */
function pathFigures(root) {
  const ways = waysIn(readFileSync(join(root, "CONTRIBUTING.md"), "utf8"));
  return Object.entries(longestPaths).map(([name, limit]) => {
    const title = `files to open: ${name}`;
    const files = ways.find((way) => way.name === name)?.files ?? [];
    if (files.length === 0) return { title, value: "not described", limit: `at most ${limit}`, met: false };
    return atMost(title, files.length, limit, files);
  });
}

/** Programs that tests run or compile: they are what is tested, and support nothing. */
const fixture = /^test\/packaging\/(state\/[\d.]+|types)\//;

/** @param {string} root @returns {Figure[]} */
function testFiles(root) {
  const paths = sourcesIn(root, "test").map(({ path }) => path);
  const supports = paths.filter((path) => !path.includes(".test.") && !fixture.test(path));
  return [
    atMost("test code files", paths.length, mostTests),
    atMost("supports among them", supports.length, mostSupports),
  ];
}

/**
 * @typedef {object} Locked
 * @property {Record<string, string>} [dependencies]
 * @property {boolean} [link]
 */

/**
 * The folders of the packages that installing this one brings, peers aside (they are the program's own).
 *
 * @param {string} root @returns {string[]}
 */
function productionPackages(root) {
  const file = join(root, "package-lock.json");
  if (!existsSync(file)) return [];
  /** @type {Record<string, Locked>} */
  const packages = JSON.parse(readFileSync(file, "utf8")).packages;
  const found = new Set([""]);
  // A set grows while it is walked.
  for (const folder of found)
    for (const name of Object.keys(packages[folder]?.dependencies ?? {}))
      found.add(locate(packages, folder, name));
  found.delete("");
  return [...found];
}

/** Where Node finds a package from a folder. @param {Record<string, Locked>} packages @param {string} folder @param {string} name @returns {string} */
function locate(packages, folder, name) {
  const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
  if (path in packages || folder === "") return path;
  return locate(packages, folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1)), name);
}
