import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * The checks that run before the tests, quickest first; each is a script for Node.
 *
 * @param {string} root @returns {{ title: string, command: string[] }[]}
 */
export function checks(root) {
  const bin = (/** @type {string[]} */ ...path) => join(root, "node_modules", ...path);
  const docs = join(root, "tools", "docs.mjs");
  return [
    { title: "Lint and format (biome)", command: [bin("@biomejs/biome/bin/biome"), "check", "."] },
    { title: "Types (tsc)", command: [bin("typescript/bin/tsc"), "-p", "tsconfig.json"] },
    { title: "Unused files, exports and dependencies (knip)", command: [bin("knip/bin/knip.js")] },
    ...(existsSync(docs) ? [{ title: "Generated reference", command: [docs, "--check"] }] : []),
  ];
}
