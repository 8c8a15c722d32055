// Writes the reference and the README's table of inputs from the doc comments, the tables of inputs and settings and the
// command line's help; with --check, fails if a committed page differs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLinePage, inputsPage, settingsPage, withInputsTable } from "./docs/pages.mjs";
import { root } from "./shared/script.mjs";

const committed = join(root, "docs", "reference");
const readme = join(root, "README.md");

function readmeAsItShouldBe() {
  return withInputsTable(root, readFileSync(readme, "utf8"));
}

function write() {
  if (!generate(committed)) return false;
  writeFileSync(readme, readmeAsItShouldBe());
  return true;
}

/** @param {string} out */
function generate(out) {
  const typedoc = join(root, "node_modules", "typedoc", "bin", "typedoc");
  const options = ["--options", join(root, "docs", "typedoc.json"), "--out", out, "--logLevel", "Warn"];
  const { status } = spawnSync(process.execPath, [typedoc, ...options], { cwd: root, stdio: "inherit" });
  if (status !== 0) return false;
  writeFileSync(join(out, "inputs.md"), inputsPage(root));
  writeFileSync(join(out, "settings.md"), settingsPage(root));
  writeFileSync(join(out, "command-line.md"), commandLinePage(root));
  return true;
}

/** @param {string} out */
function isSameAsCommitted(out) {
  const arguments_ = ["diff", "--no-index", "--stat", committed, out];
  return spawnSync("git", arguments_, { cwd: root, stdio: "inherit" }).status === 0;
}

function check() {
  const out = mkdtempSync(join(tmpdir(), "reference-"));
  try {
    if (!generate(out)) return false;
    const stale = [
      ...(isSameAsCommitted(out) ? [] : ["docs/reference"]),
      ...(readFileSync(readme, "utf8") === readmeAsItShouldBe() ? [] : ["the table of inputs in README.md"]),
    ];
    if (stale.length === 0) return true;
    console.error(`stale: ${stale.join(", ")}. Run \`npm run docs\` and commit what it writes`);
    return false;
  } finally {
    rmSync(out, { recursive: true });
  }
}

const done = process.argv.includes("--check") ? check() : write();
process.exitCode = done ? 0 : 1;
