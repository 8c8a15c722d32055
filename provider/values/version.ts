import { readFileSync } from "node:fs";
import { join } from "node:path";

/** This package's version. */
export function packageVersion(): string {
  return manifest().version;
}

/** The version of a dependency that this package was tested with: the lowest of its range. */
export function testedVersion(dependency: string): string {
  return (manifest().dependencies[dependency] ?? "").replace(/^[~^]/, "");
}

function manifest(): { version: string; dependencies: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(__dirname, "..", "..", "..", "package.json"), "utf8"));
}
