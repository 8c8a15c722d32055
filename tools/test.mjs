// `npm test`: every check, then every test but those of test/browser and test/system, which have scripts of their own.
// `npm test -- test/unit`: the tests of a folder or file alone.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot } from "./setup/cache.mjs";
import { ensureConformancePython } from "./setup/python.mjs";
import { setUp } from "./setup/setUp.mjs";
import { inForeground, main, root } from "./shared/script.mjs";
import { removeLeftovers, testEnvironment, testPatterns } from "./test/choose.mjs";

main(async (args) => {
  removeLeftovers(root);
  const patterns = testPatterns(root, args);
  const { node, env: tools } = await setUp(root);
  const conformance = await ensureConformancePython(cacheRoot(), root);
  const env = { ...testEnvironment(tools, conformance), ...compileCache(root) };
  const failed = [];
  for (const { title, command } of args.length === 0 ? checks(root) : []) {
    console.log(`• ${title}`);
    if ((await inForeground(node, command, env)) !== 0) failed.push(title);
  }
  if ("missing" in conformance) console.log(`• The conformance tests are skipped: ${conformance.missing}`);
  if ((await inForeground(node, [...runner, ...patterns], env)) !== 0) failed.push("Tests");
  if (failed.length > 0) console.error(`\nFailed: ${failed.join("; ")}`);
  return failed.length === 0 ? 0 : 1;
});

/**
 * Where Node keeps what it compiled: loading Pulumi's SDK again and again is much of the tests' time. Not under coverage,
 * which it makes less precise.
 *
 * @param {string} root
 */
function compileCache(root) {
  return process.env.NODE_V8_COVERAGE ? {} : { NODE_COMPILE_CACHE: join(root, ".work", "compile-cache") };
}

// Ten minutes for a test or a hook. It bounds no file: one that a leftover keeps alive is .ci/run's to end.
const limit = "--test-timeout=600000";
// The spec reporter wherever it prints to, so that the closing lines are the same for people and for CI.
// One more at a time than the two cores that CI has: a test often waits for a process to start or to end.
const runner = ["--test", "--test-reporter=spec", "--test-concurrency=3", limit];

/**
 * The checks that run before the tests, quickest first; each is a script for Node.
 *
 * @param {string} root @returns {{ title: string, command: string[] }[]}
 */
function checks(root) {
  const bin = (/** @type {string[]} */ ...path) => join(root, "node_modules", ...path);
  const docs = join(root, "tools", "docs.mjs");
  return [
    { title: "Lint and format (biome)", command: [bin("@biomejs/biome/bin/biome"), "check", "."] },
    { title: "Types (tsc)", command: [bin("typescript/bin/tsc"), "-p", "tsconfig.json"] },
    { title: "Unused files, exports and dependencies (knip)", command: [bin("knip/bin/knip.js")] },
    ...(existsSync(docs) ? [{ title: "Generated reference", command: [docs, "--check"] }] : []),
    { title: "Figures of the house", command: [join(root, "tools", "house.mjs")] },
  ];
}
